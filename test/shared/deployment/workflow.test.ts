import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markGood } from '../../../shared/deployment/live.ts';
import type { Deployment, Ending } from '../../../shared/deployment/model.ts';
import { runDeployment } from '../../../shared/deployment/workflow.ts';
import { type Behaviour, FakeJournal, FakeWorld } from './fake-world.ts';

const health = {
  path: '/health',
  status: [200],
  consecutive: 3,
  intervalSeconds: 1,
  timeoutSeconds: 5,
  limitSeconds: 60,
  bakeSeconds: 0,
};

const deployment: Deployment = {
  id: 'web-prod-1',
  pipeline: 'web',
  stage: {
    name: 'prod',
    target: { kind: 'ecs', cluster: 'web', service: 'web' },
    health,
    rolloutLimitSeconds: 120,
  },
  target: 'ecs:here:web/web',
  kind: 'deploy',
  release: { repository: 'web', digest: 'sha256:1', image: 'host/web@sha256:1', commit: 'c1' },
  order: 5,
  requestedBy: 'test',
  requestedAt: 1_000_000,
  configVersion: 1,
};

function run(world: FakeWorld, cuts: readonly string[] = [], asked = deployment): Promise<Ending> {
  const journal = new FakeJournal(world, cuts);
  return journal.drive(() => runDeployment(asked.id, journal, world.ports(asked)));
}

const brokenAnswers = (revision: string) => revision !== 'rev-1';

describe('a deployment', () => {
  it('of a good release is verified, and becomes what a rollback goes to', async () => {
    const world = new FakeWorld();
    const ending = await run(world);
    expect(ending).toMatchObject({ verdict: 'verified', url: 'http://balancer' });
    expect(world.state.good[0]).toMatchObject({ digest: 'sha256:1', revision: 'rev-1', order: 5 });
    expect(world.state.claim).toBeUndefined();
    expect(world.trail.map(({ step }) => step)).toEqual([
      'claimed',
      'baseline:probe',
      'adopted',
      'planned',
      'prepared',
      'roll:started',
      'roll:ended',
      'roll:probe',
      'verified',
    ]);
  });

  it('that the provider takes back ends rolled-back, never as a success', async () => {
    const world = new FakeWorld({ 'rev-1': 'taken-back' });
    const ending = await run(world);
    expect(ending.verdict).toBe('rolled-back');
    expect(ending.reason).toContain('the circuit breaker went back');
    expect(ending.reason).toContain('exit code 1');
    expect(world.running).toBe('rev-0');
  });

  it('that is up but answers 500 is rolled back to the good release, which is proved', async () => {
    const world = new FakeWorld({}, brokenAnswers);
    const ending = await run(world);
    expect(ending.verdict).toBe('rolled-back');
    expect(ending.reason).toContain('500: broken');
    expect(world.running).toBe('rev-0');
    expect(world.rollouts.map(({ revision }) => revision)).toEqual(['rev-1', 'rev-0']);
  });

  it('that runs another digest than it should is not a success', async () => {
    const ending = await run(new FakeWorld({ 'rev-1': 'runs-another-digest' }));
    expect(ending.verdict).toBe('rolled-back');
    expect(ending.reason).toContain('sha256:other');
  });

  it('that hangs is stopped at its limit and taken back', async () => {
    const world = new FakeWorld({ 'rev-1': 'hangs' });
    const ending = await run(world);
    expect(ending.verdict).toBe('rolled-back');
    expect(ending.reason).toContain('longer than 120 s');
    expect(world.rollouts[0]?.stopped).toBe(true);
  });

  it('that is a rollback takes the revision as it was verified, and is not held up by what is wrong now', async () => {
    const world = new FakeWorld();
    world.digests.set('rev-of-then', 'sha256:1');
    const then = {
      ...deployment.release,
      revision: 'rev-of-then',
      deployment: 'd-0',
      order: 1,
      verifiedAt: 1,
    };
    world.state = markGood(world.state, then);
    world.target.check = async () => [{ level: 'error', what: 'w', where: 'w', doThis: 'd' }];
    world.target.prepare = async () => {
      throw new Error('nothing new is made for it');
    };
    const ending = await run(world, [], { ...deployment, kind: 'rollback' });
    expect(ending.verdict).toBe('verified');
    expect(world.rollouts.map(({ revision }) => revision)).toEqual(['rev-of-then']);
  });

  it('whose rollback fails too marks the target broken and stops there', async () => {
    const world = new FakeWorld({}, () => false);
    world.state = markGood(world.state, {
      ...deployment.release,
      digest: 'sha256:0',
      revision: 'rev-0',
      deployment: 'before',
      order: 1,
      verifiedAt: 0,
    });
    const ending = await run(world);
    expect(ending.verdict).toBe('failed');
    expect(world.state.broken).toContain('failed too');
    expect(world.rollouts).toHaveLength(2);
    expect(world.state.claim).toBeUndefined();
  });

  it('never goes back to what was never good', async () => {
    // What ran before does not answer either: it is not adopted.
    const world = new FakeWorld({}, () => false);
    const ending = await run(world);
    expect(ending.verdict).toBe('failed');
    expect(ending.reason).toContain('no good release');
    expect(world.rollouts.map(({ revision }) => revision)).toEqual(['rev-1']);
  });

  it('older than what is live is superseded without touching anything', async () => {
    const world = new FakeWorld();
    world.state = markGood(world.state, {
      ...deployment.release,
      digest: 'sha256:9',
      revision: 'rev-9',
      deployment: 'newer',
      order: 9,
      verifiedAt: 0,
    });
    expect((await run(world)).verdict).toBe('superseded');
    expect(world.rollouts).toEqual([]);
  });

  it('without a load balancer is judged by the provider, and says so', async () => {
    const world = new FakeWorld();
    world.hasBalancer = false;
    const ending = await run(world);
    expect(ending.verdict).toBe('verified');
    expect(ending.reason).toContain('no load balancer');
  });

  it('leaves a free target to a newer push that is being built, but not for ever', async () => {
    const world = new FakeWorld();
    world.newerPushBuilds = 1;
    expect((await run(world)).verdict).toBe('verified');
    expect(world.state.waiting).toBeUndefined();
    const stuck = new FakeWorld();
    stuck.newerPushBuilds = Number.POSITIVE_INFINITY;
    expect((await run(stuck)).verdict).toBe('verified');
  });

  it('that is refused at once wakes who left the target to it', async () => {
    const world = new FakeWorld();
    const { digest } = deployment.release;
    world.state = {
      ...world.state,
      rolledBack: [{ digest, deployment: 'web-prod-0', at: 0 }],
      waiting: { deployment: 'older', order: 4, askedAt: 0, wakeToken: 'older waits' },
    };
    expect((await run(world)).verdict).toBe('rejected');
    expect(world.woken).toEqual(['older waits']);
  });

  it('waits for its turn and is woken by who had it', async () => {
    const world = new FakeWorld();
    await run(world);
    world.state = {
      ...world.state,
      claim: { deployment: 'other', order: 4, since: 0, leaseUntil: world.now + 1000 },
    };
    // Nobody gives it back: the lease ends, and it takes over.
    const next = {
      ...deployment,
      id: 'web-prod-2',
      order: 6,
      release: { ...deployment.release, digest: 'sha256:2' },
    };
    expect((await run(world, [], next)).verdict).toBe('verified');
  });

  it('comes to the same end with the same rollouts wherever and however often it is cut', async () => {
    const cut = fc.record({
      place: fc.integer({ min: 1, max: 30 }),
      when: fc.constantFrom('before', 'after'),
    });
    const behaviours = fc.constantFrom<Behaviour>('succeeds', 'taken-back', 'hangs', 'runs-another-digest');
    await fc.assert(
      fc.asyncProperty(
        fc.array(cut, { maxLength: 5 }),
        behaviours,
        fc.boolean(),
        async (cuts, behaviour, answers) => {
          const make = () => new FakeWorld({ 'rev-1': behaviour }, answers ? () => true : brokenAnswers);
          const [calm, stormy] = [make(), make()];
          const expected = await run(calm);
          const ending = await run(
            stormy,
            cuts.map(({ place, when }) => `${place} ${when}`),
          );
          expect(ending.verdict).toBe(expected.verdict);
          expect(stormy.running).toBe(calm.running);
          // One rollout per decision: to roll out, and to go back.
          expect(stormy.rollouts.map(({ revision }) => revision)).toEqual(
            calm.rollouts.map(({ revision }) => revision),
          );
          expect(stormy.state.claim).toBeUndefined();
          expect(stormy.endings.size).toBe(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
