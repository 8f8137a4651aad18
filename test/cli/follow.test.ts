import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Verdict } from '../../shared/deployment/model.ts';
import { FakeFunctions } from './fake-functions.ts';
import { record, requestedAt } from './record.ts';

let functions: FakeFunctions;

beforeEach(async () => {
  functions = new FakeFunctions();
  await functions.start();
});
afterEach(() => functions.stop());

/** Answers a request, then shows a trail that grows with each look until the verdict. */
function endWith(verdict: Verdict): void {
  let looks = 0;
  functions.answer = ({ payload }) => {
    if (payload.command !== 'show') return { body: { kind: 'requested', deployments: [record.deployment] } };
    looks += 1;
    if (looks === 1) return { body: { kind: 'show', record } };
    const trail = [
      ...record.trail,
      { step: 'rolled', at: requestedAt + 34_000, detail: 'ecs-svc/1 succeeded' },
    ];
    const ending = { verdict, reason: 'It is as it is.', endedAt: requestedAt + 35_000 };
    return { body: { kind: 'show', record: { ...record, trail, ending } } };
  };
}

test('deploy asks the installation, shows the trail as it grows and ends with 0 only when verified', async () => {
  endWith('verified');
  const ended = await functions.slipway(['deploy', 'web', '3f9d1c0', '--stage', 'prod']);
  expect(ended).toEqual({
    code: 0,
    error: '',
    out: [
      'Requested: web-prod-1, deploy of 3f9d1c0 on web prod',
      '07:30:01      +1 s  prepared      web:4',
      '07:30:34     +34 s  rolled        ecs-svc/1 succeeded',
      'verified after 35 s: It is as it is.',
      '',
    ].join('\n'),
  });
  expect(functions.invocations).toEqual([
    {
      name: 'slipway-dev-receive-command',
      payload: { command: 'deploy', pipeline: 'web', stage: 'prod', image: '3f9d1c0' },
    },
    { name: 'slipway-dev-receive-command', payload: { command: 'show', deployment: 'web-prod-1' } },
    { name: 'slipway-dev-receive-command', payload: { command: 'show', deployment: 'web-prod-1' } },
  ]);
});

test('a rollback that was not verified ends with 1, and with --json nothing but the record is printed', async () => {
  endWith('rolled-back');
  const ended = await functions.slipway(['rollback', 'web', '--to', 'v1', '--json', '--stage-name', 'live']);
  expect(ended).toMatchObject({ code: 1, error: '' });
  expect(JSON.parse(ended.out)).toMatchObject({
    kind: 'followed',
    verdict: 'rolled-back',
    records: [{ ending: { verdict: 'rolled-back' } }],
  });
  expect(functions.invocations[0]).toEqual({
    name: 'slipway-live-receive-command',
    payload: { command: 'rollback', pipeline: 'web', to: 'v1' },
  });
});

test('without waiting the request is all', async () => {
  endWith('failed');
  const ended = await functions.slipway(['rollback', 'web', '--no-wait'], { SLIPWAY_STAGE: 'qa' });
  expect(ended).toMatchObject({ code: 0, out: 'Requested: web-prod-1, deploy of 3f9d1c0 on web prod\n' });
  expect(functions.invocations.map(({ name }) => name)).toEqual(['slipway-qa-receive-command']);
});

test('a deployment stays in sight over a short loss of the network', async () => {
  endWith('verified');
  const whole = functions.answer;
  functions.answer = (invocation) =>
    functions.invocations.length === 2 ? { status: 503, body: 'away' } : whole(invocation);
  expect(await functions.slipway(['deploy', 'web', 'v1'])).toMatchObject({ code: 0, error: '' });
});

test('Ctrl-C ends the looking, not the deployment, and says how to look again', async () => {
  functions.answer = ({ payload }) =>
    payload.command === 'show'
      ? { body: { kind: 'show', record } }
      : { body: { kind: 'requested', deployments: [record.deployment] } };
  const child = functions.spawn(['deploy', 'web', 'v1']);
  const closed = once(child, 'close');
  const told = text(child.stderr);
  for await (const chunk of child.stdout) if (String(chunk).includes('prepared')) child.kill('SIGINT');
  expect(await told).toContain('The deployment goes on. See how with: slipway show web-prod-1');
  expect(await closed).toEqual([130, null]);
});

test('several services are followed at once, and the worst verdict is the exit code', async () => {
  const of = (service: string) => {
    const target = { kind: 'ecs', cluster: 'web', service } as const;
    const { stage } = record.deployment;
    return { ...record.deployment, id: `web-prod-${service}-1`, stage: { ...stage, target, oneOf: 2 } };
  };
  const deployments = [of('web'), of('worker')];
  functions.answer = ({ payload }) => {
    if (payload.command !== 'show') return { body: { kind: 'requested', deployments } };
    const deployment = deployments.find(({ id }) => id === payload.deployment) ?? record.deployment;
    const verdict = deployment.id.includes('worker') ? 'rolled-back' : 'verified';
    const ending = { verdict, reason: 'It is as it is.', endedAt: requestedAt + 35_000 };
    return { body: { kind: 'show', record: { ...record, deployment, ending } } };
  };
  expect(await functions.slipway(['deploy', 'web', '3f9d1c0'])).toEqual({
    code: 1,
    error: '',
    out: [
      'Requested: web-prod-web-1, deploy of 3f9d1c0 on web prod web',
      'Requested: web-prod-worker-1, deploy of 3f9d1c0 on web prod worker',
      'web: 07:30:01      +1 s  prepared      web:4',
      'worker: 07:30:01      +1 s  prepared      web:4',
      'web: verified after 35 s: It is as it is.',
      'worker: rolled-back after 35 s: It is as it is.',
      '',
    ].join('\n'),
  });
  const answered = await functions.slipway(['deploy', 'web', '3f9d1c0', '--service', 'worker', '--json']);
  expect(JSON.parse(answered.out)).toMatchObject({ kind: 'followed', verdict: 'rolled-back' });
  const [asked] = functions.invocations.filter(({ payload }) => payload.service !== undefined);
  expect(asked?.payload).toEqual({ command: 'deploy', pipeline: 'web', service: 'worker', image: '3f9d1c0' });
});
