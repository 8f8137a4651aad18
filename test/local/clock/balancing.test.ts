import { request } from 'node:http';
import { expect, it } from 'vitest';
import { balanced, until } from '../elasticloadbalancing/balanced.ts';

it('finds a target bad after as many intervals as the clock was moved, and good again', async () => {
  const lb = await balanced();
  let status = 200;
  let checks = 0;
  const target = await lb.register((incoming, response) => {
    if (incoming.url === '/health') checks++;
    response.writeHead(status).end();
  });
  await until(() => lb.health(target.address)?.state === 'healthy');
  lb.clock.hold();
  await lb.clock.settled();
  status = 500;
  checks = 0;
  // Each 5 s, and two failures in a row are needed; five successes for the way back.
  await lb.clock.move(5);
  expect(lb.health(target.address)?.state).toBe('healthy');
  await lb.clock.move(5);
  expect(lb.health(target.address)).toMatchObject({
    state: 'unhealthy',
    description: 'Health checks failed with these codes: [500]',
  });
  status = 200;
  await lb.clock.move(20, { every: 5 });
  expect(lb.health(target.address)?.state).toBe('unhealthy');
  await lb.clock.move(5);
  expect(lb.health(target.address)?.state).toBe('healthy');
  expect(checks).toBe(7);
});

it('lets no new target be healthy before the clock has gone five seconds', async () => {
  const lb = await balanced();
  lb.clock.hold();
  let checks = 0;
  const target = await lb.register((_, response) => {
    checks++;
    response.end();
  });
  await until(() => checks > 2);
  expect(lb.health(target.address)?.state).toBe('initial');
  await lb.clock.move(5);
  await until(() => lb.health(target.address)?.state === 'healthy');
});

it('drains for the deregistration delay of the clock', async () => {
  const lb = await balanced({ attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '3600' }] });
  let arrived = false;
  const target = await lb.register((incoming, response) => {
    if (incoming.url === '/slow') arrived = true;
    else response.end();
  });
  await until(() => lb.health(target.address)?.state === 'healthy');
  lb.clock.hold();
  const slow = new Promise<string>((resolve) => {
    request({ host: '127.0.0.1', port: lb.port, path: '/slow' }, ({ statusCode }) => resolve(`${statusCode}`))
      .on('error', ({ message }) => resolve(message))
      .end();
  });
  await until(() => arrived);
  let drained = false;
  const draining = lb.part.targetGroups.deregister(lb.group, target.address, 80).then(() => {
    drained = true;
  });
  await lb.clock.move(3599);
  expect(drained).toBe(false);
  expect(lb.health(target.address)?.state).toBe('draining');
  await lb.clock.move(1);
  await draining;
  expect(lb.health(target.address)).toBeUndefined();
  target.server.closeAllConnections();
  expect(await slow).not.toBe('200');
});
