import { connect as connectHttp2 } from 'node:http2';
import { createServer as createHttpsServer, get } from 'node:https';
import { connect as connectTls, getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ImportCertificateCommand,
} from '@aws-sdk/client-acm';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { createResolve, probe } from '../../../shared/probing/index.ts';
import { makeCertificate } from '../acm/make-certificate.ts';
import { freePort } from '../free-port.ts';
import { balanced, ending, until } from './balanced.ts';

const authority = makeCertificate('Private Authority', { isAuthority: true });

/** The listener of `balanced` and one for HTTPS beside it. */
async function secured(name = 'app.localhost') {
  const lb = await balanced();
  const acm = new ACMClient(lb.config);
  const bring = async (host: string) => {
    const made = makeCertificate(host, { signer: authority });
    const { CertificateArn = '' } = await acm.send(
      new ImportCertificateCommand({
        Certificate: Buffer.from(made.certificate),
        PrivateKey: Buffer.from(made.key),
        CertificateChain: Buffer.from(authority.certificate),
      }),
    );
    return CertificateArn;
  };
  const certificate = await bring(name);
  const port = await freePort();
  const { Listeners } = await lb.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: lb.front.arn,
      Protocol: 'HTTPS',
      Port: port,
      Certificates: [{ CertificateArn: certificate }],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: lb.group }],
    }),
  );
  return { ...lb, acm, bring, certificate, secure: { port, arn: Listeners?.[0]?.ListenerArn ?? '' } };
}

/** The name on the certificate that a client is shown. */
function shown(port: number, servername?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { port, host: '127.0.0.1', rejectUnauthorized: false, ...(servername ? { servername } : {}) },
      () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      },
    );
    socket.on('error', reject);
  });
}

function ask(port: number, servername: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    get(
      { port, host: '127.0.0.1', servername, ca: authority.certificate, headers: { host: servername } },
      (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode, body }));
      },
    ).on('error', reject);
  });
}

it('ends TLS with an imported certificate, and tells the target so', async () => {
  const lb = await secured();
  const target = await lb.register((incoming, response) => response.end(JSON.stringify(incoming.headers)));
  await until(() => lb.health(target.address)?.state === 'healthy');
  const { status, body } = await ask(lb.secure.port, 'app.localhost');
  expect([status, JSON.parse(body)]).toMatchObject([
    200,
    { 'x-forwarded-proto': 'https', 'x-forwarded-port': String(lb.secure.port) },
  ]);
  const { Listeners } = await lb.elb.send(new DescribeListenersCommand({ ListenerArns: [lb.secure.arn] }));
  expect(Listeners?.[0]).toMatchObject({
    Protocol: 'HTTPS',
    SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    Certificates: [{ CertificateArn: lb.certificate }],
  });
});

it('speaks HTTP/2 with clients that ask for it', async () => {
  const lb = await secured();
  const target = await lb.register((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      response.setHeader('X-Given', `${incoming.httpVersion} ${incoming.headers.host} ${body}`);
      response.end('x'.repeat(300_000));
    });
  });
  await until(() => lb.health(target.address)?.state === 'healthy');
  const client = connectHttp2(`https://127.0.0.1:${lb.secure.port}`, {
    ca: authority.certificate,
    servername: 'app.localhost',
  });
  ending.push(() => client.destroy());
  const answers = await Promise.all(
    ['one', 'two'].map(
      (text) =>
        new Promise<[unknown, unknown, number]>((resolve, reject) => {
          const stream = client.request({ ':method': 'POST', ':path': '/', ':authority': 'app.localhost' });
          let given: unknown[] = [];
          let length = 0;
          stream.on('response', (headers) => {
            given = [headers[':status'], headers['x-given']];
          });
          stream.on('data', (chunk: Buffer) => {
            length += chunk.length;
          });
          stream.on('end', () => resolve([given[0], given[1], length]));
          stream.on('error', reject);
          stream.end(text);
        }),
    ),
  );
  expect(answers).toEqual(
    ['one', 'two'].map((text) => [200, `1.1 app.localhost:${lb.secure.port} ${text}`, 300_000]),
  );
});

it('breaks off an HTTP/2 answer whose target breaks off', async () => {
  const lb = await secured();
  const target = await lb.register((incoming, response) => {
    if (incoming.url === '/health') {
      response.end();
      return;
    }
    response.write('half');
    setImmediate(() => response.destroy());
  });
  await until(() => lb.health(target.address)?.state === 'healthy');
  const client = connectHttp2(`https://127.0.0.1:${lb.secure.port}`, {
    ca: authority.certificate,
    servername: 'app.localhost',
  });
  ending.push(() => client.destroy());
  const stream = client.request({ ':path': '/', ':authority': 'app.localhost' }).resume();
  const error = await new Promise((resolve) => stream.once('error', resolve));
  expect(String(error)).toContain('INTERNAL_ERROR');
});

it('chooses the certificate by the name that a client asks for', async () => {
  const lb = await secured();
  const second = await lb.bring('*.shop.localhost');
  const more = { ListenerArn: lb.secure.arn, Certificates: [{ CertificateArn: second }] };
  await lb.elb.send(new AddListenerCertificatesCommand(more));
  expect(await shown(lb.secure.port, 'eu.shop.localhost')).toBe('*.shop.localhost');
  expect(await shown(lb.secure.port, 'app.localhost')).toBe('app.localhost');
  expect(await shown(lb.secure.port, 'elsewhere.localhost')).toBe('app.localhost');
  expect(await shown(lb.secure.port)).toBe('app.localhost');
  const listed = await lb.elb.send(new DescribeListenerCertificatesCommand({ ListenerArn: lb.secure.arn }));
  expect(listed.Certificates).toEqual([
    { CertificateArn: lb.certificate, IsDefault: true },
    { CertificateArn: second, IsDefault: false },
  ]);

  await expect(lb.acm.send(new DeleteCertificateCommand({ CertificateArn: second }))).rejects.toMatchObject({
    name: 'ResourceInUseException',
  });
  await lb.elb.send(new RemoveListenerCertificatesCommand(more));
  expect(await shown(lb.secure.port, 'eu.shop.localhost')).toBe('app.localhost');
  await lb.acm.send(new DeleteCertificateCommand({ CertificateArn: second }));

  const third = await lb.bring('new.localhost');
  await lb.elb.send(
    new ModifyListenerCommand({ ListenerArn: lb.secure.arn, Certificates: [{ CertificateArn: third }] }),
  );
  expect(await shown(lb.secure.port)).toBe('new.localhost');
  const used = async (CertificateArn: string) =>
    (await lb.acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate?.InUseBy;
  expect([await used(third), await used(lb.certificate)]).toEqual([[lb.front.arn], []]);
  await lb.elb.send(new DeleteListenerCommand({ ListenerArn: lb.secure.arn }));
  expect(await used(third)).toEqual([]);
});

it('redirects from HTTP to HTTPS', async () => {
  const lb = await secured();
  await lb.elb.send(
    new ModifyListenerCommand({
      ListenerArn: lb.front.listenerArn,
      DefaultActions: [
        {
          Type: 'redirect',
          RedirectConfig: { Protocol: 'HTTPS', Port: String(lb.secure.port), StatusCode: 'HTTP_301' },
        },
      ],
    }),
  );
  const answer = await fetch(`http://127.0.0.1:${lb.port}/a%20b?c=%20d`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([
    301,
    `https://127.0.0.1:${lb.secure.port}/a%20b?c=%20d`,
  ]);
  expect(await answer.text()).toContain('<h1>301 Moved Permanently</h1>');
});

it('checks and asks targets over TLS, whoever has signed their certificate', async () => {
  const lb = await balanced();
  const made = makeCertificate('inside');
  const server = createHttpsServer({ cert: made.certificate, key: made.key }, (incoming, response) =>
    response.end(incoming.url === '/health' ? 'ok' : 'from inside'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { TargetGroups } = await lb.elb.send(
    new CreateTargetGroupCommand({
      Name: 'inside',
      Protocol: 'HTTPS',
      Port: 443,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckProtocol: 'HTTPS',
      HealthCheckPath: '/health',
    }),
  );
  const group = TargetGroups?.[0]?.TargetGroupArn ?? '';
  await lb.elb.send(
    new ModifyListenerCommand({
      ListenerArn: lb.front.listenerArn,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    }),
  );
  const place = server.address();
  const address = lb.network.allocate();
  const port = typeof place === 'object' && place ? place.port : 0;
  lb.network.expose(address, 443, { host: '127.0.0.1', port });
  lb.part.targetGroups.register(group, address, 443);
  await until(() => lb.part.targetGroups.health(group, address, 443)?.state === 'healthy');
  expect(await (await fetch(`http://127.0.0.1:${lb.port}/`)).text()).toBe('from inside');
});

it('is found healthy by the product’s probe by those who trust the private authority, and by no other', async () => {
  const lb = await secured('app.elb.localhost');
  const target = await lb.register((_incoming, response) => response.end('ok'));
  await until(() => lb.health(target.address)?.state === 'healthy');
  const look = () =>
    probe(
      {
        url: `https://app.elb.localhost:${lb.secure.port}/`,
        status: [200],
        consecutive: 1,
        intervalSeconds: 1,
        timeoutSeconds: 5,
        limitSeconds: 0,
      },
      { resolve: createResolve('.elb.localhost'), now: () => performance.now() },
    );
  expect(await look()).toMatchObject({
    healthy: false,
    last: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/),
  });
  // What NODE_EXTRA_CA_CERTS does for a process that starts.
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, authority.certificate]);
  ending.push(() => setDefaultCACertificates(before));
  expect(await look()).toMatchObject({ healthy: true, last: '200' });
});

it('refuses a listener without a certificate, and one with a certificate that is not there', async () => {
  const lb = await balanced();
  const make = (more: object) =>
    lb.elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: lb.front.arn,
        Protocol: 'HTTPS',
        Port: 65_000,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: lb.group }],
        ...more,
      }),
    );
  await expect(make({})).rejects.toThrow('A certificate must be specified');
  await expect(make({ Certificates: [{ CertificateArn: 'arn:aws:acm:x' }] })).rejects.toMatchObject({
    name: 'CertificateNotFoundException',
  });
  const other = await lb.elb.send(
    new CreateLoadBalancerCommand({ Name: 'other', Subnets: ['subnet-a', 'subnet-b'] }),
  );
  await expect(
    make({ LoadBalancerArn: other.LoadBalancers?.[0]?.LoadBalancerArn, Protocol: 'HTTP' }),
  ).rejects.toMatchObject({ name: 'TargetGroupAssociationLimitException' });
});
