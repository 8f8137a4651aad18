import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { balanced, ending, raw, says, text, until } from './balanced.ts';

/** The status of the answer to bytes as they are. */
async function statusOf(port: number, bytes: string): Promise<string> {
  const socket = raw(port, bytes);
  await until(() => socket.received.includes('</html>'));
  expect(socket.received).toContain('Server: awselb/2.0');
  const [, title] = /<h1>(.*)<\/h1>/.exec(socket.received) ?? [];
  expect(socket.received).toMatch(new RegExp(`^HTTP/1.1 ${title?.slice(0, 3)} `));
  return title ?? '';
}

describe('a load balancer answers by itself', () => {
  it.each([
    ['400 Bad Request', 'what is this?\r\n\r\n'],
    ['400 Bad Request', 'GET / HTTP/1.1\r\n\r\n'],
    ['400 Bad Request', `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'c'.repeat(17_000)}\r\n\r\n`],
    ['400 Bad Request', `GET / HTTP/1.1\r\nHost: x\r\n${`X-Many: ${'m'.repeat(9_000)}\r\n`.repeat(8)}\r\n`],
    ['405 Not Allowed', 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['414 Request-URI Too Large', `GET /${'u'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['463', `GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${'10.0.0.1,'.repeat(30)}10.0.0.2\r\n\r\n`],
    [
      '501 Not Implemented',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('%s', async (status, bytes) => {
    const lb = await balanced();
    expect(await statusOf(lb.port, bytes)).toBe(status);
  });

  it('408 to a client that stops in the middle of its request, 504 where the target is silent', async () => {
    const lb = await balanced({ idleTimeout: 1 });
    const target = await lb.register((incoming, response) => {
      if (incoming.url === '/health') response.end();
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    const head = 'Host: x\r\nContent-Length: 5\r\n\r\n';
    const [stopped, silent] = await Promise.all([
      statusOf(lb.port, `POST / HTTP/1.1\r\n${head}he`),
      statusOf(lb.port, `POST / HTTP/1.1\r\n${head}hello`),
    ]);
    expect([stopped, silent]).toEqual(['408 Request Time-out', '504 Gateway Time-out']);
  });

  it('502 where the target talks nonsense or is gone', async () => {
    const lb = await balanced();
    const target = await lb.register(says('fine'));
    await until(() => lb.health(target.address)?.state === 'healthy');
    const babbler = createServer((socket) => socket.end('HELLO\r\n\r\n')).listen(0, '127.0.0.1');
    ending.push(() => babbler.close());
    await until(() => babbler.listening);
    const place = babbler.address();
    const status = async () => (await fetch(`http://127.0.0.1:${lb.port}/`)).status;
    // The clock stands still, so that no check finds out.
    lb.clock.hold();
    lb.network.expose(target.address, 80, {
      host: '127.0.0.1',
      port: typeof place === 'object' && place ? place.port : 0,
    });
    expect(await status()).toBe(502);
    lb.network.release(target.address);
    expect(await status()).toBe(502);
  });

  it('nothing when the client has gone: the target is let go of', async () => {
    const lb = await balanced();
    let asked = false;
    let isLetGo = false;
    const target = await lb.register((incoming, response) => {
      if (incoming.url === '/health') {
        response.end();
        return;
      }
      asked = true;
      response.once('close', () => {
        isLetGo = true;
      });
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    const socket = raw(lb.port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => asked);
    socket.client.destroy();
    await until(() => isLetGo);
  });
});

it('tells the target who asked, and keeps the client’s trace', async () => {
  const lb = await balanced();
  const target = await lb.register((incoming, response) => response.end(JSON.stringify(incoming.headers)));
  await until(() => lb.health(target.address)?.state === 'healthy');
  const headers = JSON.parse(
    await text(`http://127.0.0.1:${lb.port}/`, {
      headers: { 'x-forwarded-for': '203.0.113.7', 'x-amzn-trace-id': 'Root=1-a-b', 'x-forwarded-port': '1' },
    }),
  );
  expect(headers).toMatchObject({
    host: `127.0.0.1:${lb.port}`,
    'x-forwarded-for': '203.0.113.7, 127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': String(lb.port),
    'x-amzn-trace-id': expect.stringMatching(/^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-a-b$/),
  });
});
