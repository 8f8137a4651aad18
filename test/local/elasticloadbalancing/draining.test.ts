import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { balanced, ending, raw, until } from './balanced.ts';

const DELAY = [{ Key: 'deregistration_delay.timeout_seconds', Value: '600' }];

describe('the deregistration delay', () => {
  it('lets a long request and a WebSocket go on until it is over, then cuts them', async () => {
    const lb = await balanced({ attributes: DELAY });
    let asked = 0;
    const target = await lb.register((incoming, response) => {
      if (incoming.url === '/health') response.end();
      else asked++;
    });
    target.server.on('upgrade', (_incoming, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.on('data', (data: Buffer) => socket.write(`echo ${data}`));
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    lb.clock.hold();
    const long = fetch(`http://127.0.0.1:${lb.port}/long`);
    const handshake = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const socket = raw(lb.port, handshake);
    await until(() => asked === 1 && socket.received.includes('101 Switching'));

    let isDrained = false;
    const drained = lb.part.targetGroups.deregister(lb.group, target.address, 80).then(() => {
      isDrained = true;
    });
    await lb.clock.move(599);
    socket.client.write('still here');
    await until(() => socket.received.includes('echo still here'));
    expect([isDrained, socket.client.closed]).toEqual([false, false]);

    await lb.clock.move(1);
    await drained;
    expect((await long).status).toBe(502);
    await until(() => socket.client.closed);
    expect(lb.health(target.address)).toBeUndefined();
  });

  it('closes at once the connections to a target that nothing is on', async () => {
    const lb = await balanced({ attributes: DELAY });
    const target = await lb.register((_incoming, response) => response.end());
    const open = new Set<unknown>();
    target.server.on('connection', (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    lb.clock.hold();
    await fetch(`http://127.0.0.1:${lb.port}/`);
    // A health check that was under way may be there as well, for a moment.
    await until(() => open.size === 1);
    await lb.part.targetGroups.deregister(lb.group, target.address, 80);
    await until(() => open.size === 0);
  });

  it('is over for a target that is registered again', async () => {
    const lb = await balanced({ attributes: DELAY });
    const target = await lb.register((_incoming, response) => response.end());
    await until(() => lb.health(target.address)?.state === 'healthy');
    await lb.part.targetGroups.deregister(lb.group, target.address, 80);
    expect(lb.health(target.address)?.state).toBe('draining');
    lb.part.targetGroups.register(lb.group, target.address, 80);
    await until(() => lb.health(target.address)?.state === 'healthy');
    await lb.clock.move(600);
    expect(lb.health(target.address)?.state).toBe('healthy');
  });
});

it('closes a client’s connection that was idle for the idle timeout', async () => {
  const lb = await balanced({ idleTimeout: 60 });
  const target = await lb.register((_incoming, response) => response.end('x'));
  await until(() => lb.health(target.address)?.state === 'healthy');
  const kept = connect(lb.port, '127.0.0.1');
  ending.push(() => kept.destroy());
  let received = '';
  kept.on('data', (data) => {
    received += data;
  });
  kept.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => received.includes('200 OK'));
  expect(received).toContain('Connection: keep-alive');
  // 60 s at a pace of 20; never less than 10 real seconds.
  await expect.poll(() => kept.closed, { timeout: 20_000, interval: 50 }).toBe(true);
}, 30_000);

it('closes a WebSocket on which nothing went for the idle timeout', async () => {
  const lb = await balanced({ idleTimeout: 1 });
  const target = await lb.register((_incoming, response) => response.end());
  target.server.on('upgrade', (_incoming, socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  );
  await until(() => lb.health(target.address)?.state === 'healthy');
  const handshake = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const socket = raw(lb.port, handshake);
  await until(() => socket.received.includes('101 Switching'));
  await until(() => socket.client.closed);
});

it('ends a client’s connection with an answer once it was kept for as long as it may be', async () => {
  const lb = await balanced({ idleTimeout: 4000 });
  const socket = raw(lb.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => socket.received.includes('</html>'));
  expect(socket.received).toContain('Connection: keep-alive');
  // client_keep_alive.seconds is 3600 by default, and below the idle timeout here.
  await lb.clock.move(3600);
  socket.client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => socket.client.closed);
  expect(socket.received).toContain('Connection: close');
});
