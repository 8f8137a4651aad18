import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clockResource } from '../../local/admin/clock.ts';
import { faultsResource } from '../../local/admin/faults.ts';
import { createAdmin } from '../../local/admin/index.ts';
import { repositories } from '../../local/admin/repositories.ts';
import { connectLocalCloud } from '../../local/client.ts';
import { Clock } from '../../local/clock.ts';
import { Faults } from '../../local/faults/index.ts';

let server: http.Server;
let faults: Faults;
let clock: Clock;
let endpoint: string;
const made: unknown[] = [];

beforeEach(async () => {
  faults = new Faults();
  clock = new Clock();
  const git = {
    createRepository: async (name: string, options: unknown) => {
      made.push([name, options]);
      return { url: `http://127.0.0.1/git/${name}.git` };
    },
  } as Parameters<typeof repositories>[0];
  server = http.createServer(
    createAdmin({
      faults: faultsResource(faults),
      clock: clockResource(clock),
      repositories: repositories(git),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

it('adds, lists and removes faults from another process', async () => {
  const cloud = connectLocalCloud(endpoint);
  const added = await cloud.faults.add({ kind: 'throttle', service: 'ecs', share: 0.2 });
  expect(added).toMatchObject({
    fault: { kind: 'throttle', service: 'ecs', when: 'before' },
    met: 0,
    struck: 0,
  });
  // A seed was made up, so that the same run can be had again.
  expect(added.fault).toHaveProperty('seed', expect.any(Number));
  const second = await cloud.faults.add({ kind: 'lose-events' });
  expect(await cloud.faults.list()).toEqual([added, second]);
  expect(faults.list()).toEqual([added, second]);
  await cloud.faults.remove(added.id);
  expect(await cloud.faults.list()).toEqual([second]);
  await expect(cloud.faults.remove(added.id)).rejects.toThrow(`there is no fault ${added.id}`);
  await cloud.faults.clear();
  expect(faults.list()).toEqual([]);
});

it.each([
  [
    { kind: 'throtle' },
    { field: 'kind', message: /"throtle" is no fault; there are throttle, .*no-capacity/ },
  ],
  [
    { kind: 'throttle', share: 2 },
    { field: 'share', message: /<=1/ },
  ],
  [
    { kind: 'throttle', when: 'now' },
    { field: 'when', message: /"before"\|"after"/ },
  ],
  [
    { kind: 'throttle', once: 1 },
    { field: 'once', message: /there are service, operation, caller, times, / },
  ],
  [{ kind: 'error' }, { field: 'code', message: /string/ }],
  [
    { kind: 'crash-function', function: 'f', atCall: 1, every: 2 },
    { field: /atCall, every/, message: /only one/ },
  ],
])('says which field of %j is wrong, and what it may be', async (body, problem) => {
  const response = await fetch(`${endpoint}/_local/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(400);
  const answer = (await response.json()) as { error: string; problems: unknown[] };
  expect(answer.problems).toEqual([
    { field: expect.stringMatching(problem.field), message: expect.stringMatching(problem.message) },
  ]);
  expect(answer.error).toMatch(problem.message);
  expect(faults.list()).toEqual([]);
});

it('holds and moves the clock, and makes repositories', async () => {
  const cloud = connectLocalCloud(endpoint);
  expect(await cloud.clock.hold()).toMatchObject({ held: true });
  expect(await cloud.clock.move('2h', { every: '1h' })).toMatchObject({ movedSeconds: 7200 });
  expect(await cloud.clock.release()).toMatchObject({ held: false });
  expect((await cloud.clock.read()).movedSeconds).toBe(7200);
  await expect(cloud.clock.move('soon')).rejects.toThrow('not a length of time');
  const webhooks = [{ url: 'http://127.0.0.1/hook', secret: 's' }];
  expect((await cloud.repositories.create('team/web', webhooks)).url).toContain('/git/team/web.git');
  expect(made).toEqual([['team/web', { webhooks }]]);
});

it('says what answers where no local cloud does', async () => {
  const other = http.createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const cloud = connectLocalCloud(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  await expect(cloud.faults.list()).rejects.toThrow('hello');
  other.close();
});
