import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clockResource } from '../../../local/admin/clock.ts';
import { createAdmin } from '../../../local/admin/index.ts';
import { Clock } from '../../../local/clock.ts';

let clock: Clock;
let server: http.Server;

beforeEach(async () => {
  clock = new Clock();
  server = http.createServer(createAdmin({ clock: clockResource(clock) }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

async function ask(method: string, body?: unknown, path = '/_local/clock') {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('holds the clock, moves it and lets it go', async () => {
  const before = Date.now();
  let ticks = 0;
  const tick = () => {
    ticks++;
    clock.after(60, tick);
  };
  clock.after(60, tick);
  expect(await ask('POST', { hold: true, move: '3d' })).toMatchObject({
    status: 200,
    body: { held: true, movedSeconds: 259_200, pace: 1, running: [] },
  });
  expect(ticks).toBe(1);
  await ask('POST', { move: 600, every: '1m' });
  expect(ticks).toBe(11);
  const { body } = await ask('POST', { hold: false });
  expect(body.held).toBe(false);
  expect(Date.parse(String(body.now))).toBeGreaterThanOrEqual(before + 259_800_000);
  expect((await ask('GET')).body).toMatchObject({ held: false, movedSeconds: 259_800 });
});

it.each([
  [{ move: 'soon' }, /not a length of time: "soon".*move/s],
  [{ move: -5 }, /moves forward only/],
  [{ move: '99999999d' }, /year 9999/],
  [{ move: '1h', every: 0 }, /a step is longer than 0 s/],
  [{ every: '5s' }, /every is of a move/],
  [{ hold: 'yes' }, /hold/],
  [{ stop: true }, /stop/],
  ['{', /JSON/],
])('says what is wrong with %j', async (body, why) => {
  const answer = await ask('POST', body);
  expect(answer.status).toBe(400);
  expect(answer.body.error).toMatch(why);
  expect(clock.isHeld).toBe(false);
  expect(clock.moved).toBe(0);
});

it('says what there is to whoever asks for something else', async () => {
  for (const [method, path] of [
    ['DELETE', '/_local/clock'],
    ['GET', '/_local/clocks'],
    ['GET', '/_local/constructor'],
  ] as const) {
    const { status, body } = await ask(method, undefined, path);
    expect(status).toBe(404);
    expect(body.error).toContain('POST /_local/clock');
  }
});
