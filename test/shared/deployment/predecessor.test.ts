import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Deployment, Ending } from '../../../shared/deployment/model.ts';
import { runDeployment } from '../../../shared/deployment/workflow.ts';
import { type Behaviour, FakeJournal, FakeWorld } from './fake-world.ts';

const health = {
  ...{ path: '/health', status: [200], consecutive: 3, intervalSeconds: 1, timeoutSeconds: 5 },
  ...{ limitSeconds: 60, bakeSeconds: 0 },
};

function deploymentOf(service: string, after?: string): Deployment {
  const target = { kind: 'ecs', cluster: 'main', service } as const;
  return {
    id: `web-prod-${service}`,
    pipeline: 'web',
    stage: { name: 'prod', target, oneOf: 2, health, rolloutLimitSeconds: 120 },
    target: `ecs:here:main/${service}`,
    kind: 'deploy',
    release: { repository: 'web', digest: 'sha256:1', image: 'host/web@sha256:1', commit: 'c1' },
    order: 5,
    requestedBy: 'test',
    requestedAt: 1_000_000,
    configVersion: 1,
    ...(after === undefined ? {} : { after }),
  };
}

const web = deploymentOf('web');
const worker = deploymentOf('worker', web.id);

function run(world: FakeWorld, asked: Deployment, cuts: readonly string[] = []): Promise<Ending> {
  const journal = new FakeJournal(world, cuts);
  return journal.drive(() => runDeployment(asked.id, journal, world.ports(asked)));
}

/** Two targets whose deployments are in one ledger. */
function twoWorlds(behaviour: Behaviour): [FakeWorld, FakeWorld] {
  const [first, second] = [new FakeWorld({ 'rev-1': behaviour }), new FakeWorld()];
  second.endings = first.endings;
  second.followers = first.followers;
  return [first, second];
}

it.each([
  ['verified', 'verified'],
  ['superseded', 'superseded'],
  ['rolled-back', 'rejected'],
  ['failed', 'rejected'],
  ['rejected', 'rejected'],
] as const)('after one that ended %s it ends %s', async (before, verdict) => {
  const world = new FakeWorld();
  world.endings.set(web.id, { verdict: before, reason: 'It is so', endedAt: 0 });
  const ending = await run(world, worker);
  expect(ending.verdict).toBe(verdict);
  if (verdict === 'verified') return;
  expect(ending.reason).toBe(
    `Not rolled out: web-prod-web, which comes before it in this stage, ended ${before}: It is so.`,
  );
  expect(world.rollouts).toEqual([]);
  expect(world.state.claim).toBeUndefined();
});

it('gives up, without touching anything, where the one before never ends', async () => {
  const world = new FakeWorld();
  const ending = await run(world, worker);
  expect(ending).toMatchObject({ verdict: 'rejected', reason: expect.stringContaining('within 7 days') });
  expect(world.rollouts).toEqual([]);
});

it('is never rolled before the one before it is verified, wherever both are cut', async () => {
  const cuts = fc.array(
    fc
      .record({ place: fc.integer({ min: 1, max: 30 }), when: fc.constantFrom('before', 'after') })
      .map(({ place, when }) => `${place} ${when}`),
    { maxLength: 4 },
  );
  const behaviours = fc.constantFrom<Behaviour>('succeeds', 'taken-back', 'runs-another-digest');
  await fc.assert(
    fc.asyncProperty(behaviours, cuts, cuts, async (behaviour, cutsOfWeb, cutsOfWorker) => {
      const [first, second] = twoWorlds(behaviour);
      const start = second.target.start;
      second.target.start = (...args) => {
        expect(first.endings.get(web.id)?.verdict).toBe('verified');
        return start(...args);
      };
      const following = run(second, worker, cutsOfWorker);
      const [before, after] = await Promise.all([run(first, web, cutsOfWeb), following]);
      expect(before.verdict).toBe(behaviour === 'succeeds' ? 'verified' : 'rolled-back');
      expect(after.verdict).toBe(behaviour === 'succeeds' ? 'verified' : 'rejected');
      expect(second.rollouts).toHaveLength(behaviour === 'succeeds' ? 1 : 0);
      expect(second.state.claim).toBeUndefined();
      // Whoever waited was woken: the timer is only behind it.
      const token = first.followers.get(web.id);
      if (token !== undefined) expect(first.woken).toContain(token);
    }),
    { numRuns: 300 },
  );
});
