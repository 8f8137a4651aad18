import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateApplicationCommand } from '@aws-sdk/client-elastic-beanstalk';
import { afterAll, describe, it } from 'vitest';
import type { BeanstalkTarget } from '../../../../shared/deployment/beanstalk-target.ts';
import type { Deployment, HealthCheck, Release } from '../../../../shared/deployment/model.ts';
import type { Journal, Target } from '../../../../shared/deployment/ports.ts';
import { runDeployment } from '../../../../shared/deployment/workflow.ts';
import { createResolve, probe } from '../../../../shared/probing/index.ts';
import { askAt, ENHANCED, localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { FakeJournal, FakeWorld } from '../../deployment/fake-world.ts';
import { releaseOf, settled } from '../contract/subject.ts';
import { beanstalkTarget } from './target-in-local-cloud.ts';

// Whole deployments to a pair that swaps its addresses, with real probes: the names go on leading to where they led, as by DNS.

/** Names lead elsewhere for 60 s after a swap, which are then 1.2 s: longer than the probes below have time. */
const PACE = 50;

const swap = { standby: 'web-green', cname: 'web-prod' };
const settings: BeanstalkTarget = {
  kind: 'beanstalk',
  application: 'app',
  environment: 'web-prod',
  port: 3000,
  swap,
};

const HEALTH: HealthCheck = {
  ...{ path: '/', status: [200], consecutive: 1, intervalSeconds: 0.02, timeoutSeconds: 2 },
  ...{ limitSeconds: 0.3, bakeSeconds: 0 },
};

const ending: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ending.reverse()) await end();
});

/** Two environments that run the release `first`, and deployments to them. */
async function pair() {
  const folder = await mkdtemp(join(tmpdir(), 'swap-'));
  const local = await localBeanstalk({ folder }, {}, PACE);
  ending.push(
    () => rm(folder, { recursive: true }),
    () => local.close(),
  );
  await local.eb.send(new CreateApplicationCommand({ ApplicationName: 'app' }));
  const target = beanstalkTarget(local, { swap });
  const label = await target.prepare(releaseOf('first'), 'd');
  for (const name of ['web-prod', 'web-green'])
    await local.environment(name, label, [
      ENHANCED,
      'autoscaling:asg MinSize=1',
      // Only Slipway's own probe is to see what is bad.
      'elasticbeanstalk:environment:process:default MatcherHTTPCode=200-499',
    ]);
  for (const name of ['web-prod', 'web-green'])
    await local.until(name, ({ Status, HealthStatus }) => Status === 'Ready' && HealthStatus === 'Ok');
  await settled(target);
  return {
    local,
    /** `HOST:PORT` that users have. */
    users: (await local.find('web-prod')).CNAME ?? '',
    deploy: (release: Release, health: HealthCheck, then: Then = {}) =>
      deploy(local, target, { release, health, then }),
    /** From now on the release that was new is no good. */
    spoil: () => {
      local.faults.add({ kind: 'answer', cluster: 'app', service: 'web-green', status: 404 });
    },
  };
}

/** What happens when a step or a wait of this name has ended. */
type Then = Readonly<Record<string, () => unknown>>;

async function deploy(
  { clock }: Awaited<ReturnType<typeof localBeanstalk>>,
  target: Target,
  { release, health, then }: { release: Release; health: HealthCheck; then: Then },
) {
  const deployment: Deployment = {
    ...{ id: 'web-prod-1', pipeline: 'web', target: 'eb:here:app/web-prod', kind: 'deploy', order: 5 },
    stage: { name: 'prod', target: settings, health, rolloutLimitSeconds: 3600 },
    ...{ release, requestedBy: 'test', requestedAt: 1_000_000, configVersion: 1 },
  };
  const world = new FakeWorld();
  world.target = target;
  const inMemory = new FakeJournal(world);
  const journal: Journal = {
    async step(name, action) {
      const result = await inMemory.step(name, action);
      then[name]?.();
      return result;
    },
    async openWait(name, seconds) {
      const wait = await inMemory.openWait(name, seconds);
      const ended = async () => {
        await clock.wait(seconds);
        then[name]?.();
        return wait.ended();
      };
      return { ...wait, ended };
    },
    sleep: (name, seconds) => inMemory.sleep(name, seconds),
    probe: (_name, requests) =>
      Promise.all(
        requests.map((request) =>
          probe(request, { resolve: createResolve('.localhost'), now: () => performance.now() }),
        ),
      ),
  };
  const ending = await runDeployment(deployment.id, journal, world.ports(deployment));
  return { ...ending, trail: world.trail };
}

describe.concurrent('after a swap, while DNS still leads users to the environment before', {
  timeout: 60_000,
}, () => {
  it('answers of that one verify nothing: what does not answer at the users\u2019 address is taken back', async ({
    expect,
  }) => {
    const { local, users, deploy, spoil } = await pair();
    const ending = await deploy(releaseOf('second'), HEALTH, { 'roll-2:start': spoil });
    expect(ending).toMatchObject({
      verdict: 'rolled-back',
      reason: expect.stringMatching(/http:\/\/web-prod\.\S+ \(at \S+\) .*404/),
    });
    expect((await local.find('web-prod')).CNAME).toBe(users);
    expect(await askAt(users)).toBe('200 first');
  });

  it('answers of that one condemn nothing: the version that is asked for is verified', async ({ expect }) => {
    const { local, users, deploy } = await pair();
    const { commit: _, ...release } = releaseOf('second');
    const health = { ...HEALTH, version: { body: true } as const };
    const ending = await deploy({ ...release, tag: 'second' }, health);
    expect(ending).toMatchObject({ verdict: 'verified' });
    expect((await local.find('web-green')).CNAME).toBe(users);
    // It was not told before users had it.
    expect(await askAt(users)).toBe('200 second');
  });

  it('answers of the bad one do not break a target that was swapped back', async ({ expect }) => {
    const { users, deploy, spoil } = await pair();
    const ending = await deploy(
      releaseOf('second'),
      { ...HEALTH, bakeSeconds: 90 },
      // By then the names lead to it.
      { 'roll:bake-5:wait-1': spoil },
    );
    expect(ending).toMatchObject({ verdict: 'rolled-back', reason: expect.stringContaining('404') });
    expect(ending.held).toBeUndefined();
    // It was not told before users had the good one.
    expect(await askAt(users)).toBe('200 first');
  });
});
