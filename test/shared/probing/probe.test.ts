import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeRequest } from '../../../shared/deployment/ports.ts';
import { createResolve, probe } from '../../../shared/probing/index.ts';
import { type MadeCertificate, makeCertificate } from '../../local/acm/make-certificate.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function serving(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const place = server.address();
  return typeof place === 'object' && place ? place.port : 0;
}

/** What an app that answers so is found to be. */
async function probed(app: RequestListener, asked: Partial<ProbeRequest> = {}, path = '/health') {
  const port = await serving(createServer(app));
  return look({ url: `http://app.localhost:${port}${path}`, ...asked });
}

function look(asked: Partial<ProbeRequest> & { url: string }) {
  const request = {
    status: [200],
    consecutive: 1,
    intervalSeconds: 0.01,
    timeoutSeconds: 2,
    limitSeconds: 0,
  };
  return probe(
    { ...request, ...asked },
    { resolve: createResolve('.localhost'), now: () => performance.now() },
  );
}

const says =
  (body: string, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

const commit = '3f9d1c0a5b7e8d9f00112233445566778899aabb';

describe('what is asked', () => {
  it('has the method, the headers and the host of the request, and no credentials', async () => {
    const seen: unknown[] = [];
    const app: RequestListener = ({ method, headers, url }, response) => {
      seen.push({
        method,
        url,
        host: headers.host,
        tenant: headers['x-tenant'],
        user: headers.authorization,
      });
      response.end();
    };
    const result = await probed(app, { method: 'HEAD', headers: { 'x-tenant': 'a' }, host: 'app.example' });
    expect(result).toMatchObject({ healthy: true, last: '200', attempts: 1, failed: 0, failures: [] });
    expect(seen).toEqual([
      { method: 'HEAD', url: '/health', host: expect.stringMatching(/^app\.example:\d+$/), tenant: 'a' },
    ]);
  });

  it('is another place than where its name leads, where that is said; the name is what it is told', async () => {
    const seen: unknown[] = [];
    const there = await serving(
      createServer(({ headers }, response) => {
        seen.push(headers.host);
        response.end();
      }),
    );
    const before = await serving(createServer(says('', 500)));
    const at = `balancer.localhost:${there}`;
    expect(await look({ url: `http://app.localhost:${before}/`, at })).toMatchObject({ healthy: true });
    expect(seen).toEqual([`app.localhost:${before}`]);
    // Also an address is one that may not be asked.
    expect(await look({ url: `http://app.localhost:${before}/`, at: `127.0.0.1:${there}` })).toMatchObject({
      healthy: false,
      last: expect.stringContaining('not a load balancer'),
    });
  });

  it('is a redirect where that is expected, and is not followed where it is not', async () => {
    const app = says('', 301, { location: 'https://elsewhere.example/' });
    expect(await probed(app, { status: [301] })).toMatchObject({ healthy: true });
    expect(await probed(app)).toMatchObject({ healthy: false, last: '301 to https://elsewhere.example/' });
  });
});

describe('what is a good answer', () => {
  const bad = async (app: RequestListener, asked: Partial<ProbeRequest>) => (await probed(app, asked)).last;

  it('has the text in its body', async () => {
    expect(await probed(says('all is well'), { contains: 'well' })).toMatchObject({ healthy: true });
    expect(await bad(says('warming up'), { contains: 'well' })).toBe(
      '200 (without "well" in its body): warming up',
    );
  });

  it('has the value at the path of its JSON', async () => {
    const app = says(JSON.stringify({ checks: [{ name: 'db', up: true }] }));
    expect(await probed(app, { json: { path: 'checks.0.up', equals: true } })).toMatchObject({
      healthy: true,
    });
    expect(await bad(app, { json: { path: 'checks.0.name', equals: 'cache' } })).toContain(
      'checks.0.name is "db", not "cache"',
    );
    expect(await bad(app, { json: { path: 'checks.1.up', equals: true } })).toContain(
      'there is no checks.1.up',
    );
    expect(await bad(app, { json: { path: 'constructor', equals: true } })).toContain(
      'there is no constructor',
    );
    expect(await bad(says('<html>'), { json: { path: 'a', equals: 1 } })).toContain('its body is not JSON');
  });

  it('is told with the start of its body, in one line and without control characters', async () => {
    const last = await bad(says(`\u001b[31mno\ndatabase${'!'.repeat(500)}`, 500), {});
    expect(last).toBe(`500: [31mno database${'!'.repeat(185)}…`);
  });

  it('is one that comes whole', async () => {
    const app: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
    };
    expect(await bad(app, {})).toContain('broken off');
  });
});

describe('the version that must answer', () => {
  const version = (place: NonNullable<ProbeRequest['version']>['in']) => ({
    version: { in: place, expected: { commit } },
  });

  it.each([
    ['in a JSON field', { json: 'build.commit' }, says(JSON.stringify({ build: { commit } }))],
    ['shortened', { json: 'v' }, says(JSON.stringify({ v: `web-1.2-${commit.slice(0, 7)}` }))],
    ['in a header', { header: 'x-version' }, says('', 200, { 'X-Version': `web@${commit}` })],
    ['as the body', { body: true as const }, says(`${commit}\n`)],
  ] as const)('is told %s', async (_, place, app) => {
    expect(await probed(app, version(place))).toMatchObject({ healthy: true });
  });

  it('is not told by another one, by too few digits, or by nothing', async () => {
    const last = async (body: string) => (await probed(says(body), version({ body: true }))).last;
    expect(await last('aaaaaaa')).toBe('200 (version aaaaaaa, not yet 3f9d1c0): aaaaaaa');
    expect(await last(commit.slice(0, 6))).toContain('not yet 3f9d1c0');
    expect(await last('')).toContain('version not told, not yet 3f9d1c0');
  });

  it('is waited for: answers of an older one are not yet, and the row begins with the first right one', async () => {
    let requests = 0;
    const app: RequestListener = (_, response) => response.end(++requests < 4 ? 'an-older-one' : commit);
    const result = await probed(app, { ...version({ body: true }), consecutive: 3, limitSeconds: 10 });
    expect(result).toMatchObject({ healthy: true, attempts: 6, failed: 3 });
    expect(result.failures).toEqual([
      { answer: '200 (version an-older-one, not yet 3f9d1c0): an-older-one', times: 3 },
    ]);
    expect(result.latency?.min).toBeLessThanOrEqual(result.latency?.max ?? 0);
  });
});

it('asks so many times where a number is given, and counts what failed', async () => {
  let requests = 0;
  const app: RequestListener = (_, response) => response.writeHead(++requests % 5 === 0 ? 503 : 200).end();
  const result = await probed(app, { times: 10, limitSeconds: 10 });
  expect(result).toMatchObject({
    healthy: false,
    attempts: 10,
    failed: 2,
    failures: [{ answer: '503', times: 2 }],
  });
});

describe('over TLS', () => {
  const authority = makeCertificate('Private Authority', { isAuthority: true });

  const secured = async (made: MadeCertificate, asked: Partial<ProbeRequest> = {}) => {
    const seen: string[] = [];
    const server = createHttpsServer({ cert: made.certificate, key: made.key }, ({ headers }, response) => {
      seen.push(headers.host ?? '');
      response.end('ok');
    });
    const port = await serving(server);
    const result = await look({ url: `https://balancer.localhost:${port}/`, ...asked });
    return { ...result, seen };
  };
  const trusting = () => {
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, authority.certificate]);
    ending.push(() => setDefaultCACertificates(before));
  };

  it('asks a load balancer by its own name for the certificate of the app', async () => {
    trusting();
    const made = makeCertificate('app.example', { signer: authority });
    expect(await secured(made, { serverName: 'app.example', host: 'app.example' })).toMatchObject({
      healthy: true,
      seen: [expect.stringMatching(/^app\.example:/)],
    });
    expect(await secured(made)).toMatchObject({
      healthy: false,
      last: expect.stringMatching(/not for balancer\.localhost: set health\.tls\.serverName .*app\.example/),
      seen: [],
    });
  });

  it('refuses a certificate that has expired, and one that is signed by itself, with what to do', async () => {
    trusting();
    const old = makeCertificate('balancer.localhost', { signer: authority, days: -0.01 });
    expect((await secured(old)).last).toContain('has expired: renew it');
    const own = await secured(makeCertificate('balancer.localhost'));
    expect(own.last).toContain('signed by itself: use one of a public authority');
    expect(own.last).toContain('NODE_EXTRA_CA_CERTS');
    expect(own.seen).toEqual([]);
  });
});
