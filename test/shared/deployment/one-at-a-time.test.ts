import { expect, it } from 'vitest';
import type { Deployment, Ending } from '../../../shared/deployment/model.ts';
import type { RolloutState } from '../../../shared/deployment/rollout.ts';
import { runDeployment } from '../../../shared/deployment/workflow.ts';
import { FakeJournal, FakeWorld } from './fake-world.ts';

// What providers do that take one update at a time: queue, roll in parts, be over and not well.

const deployment: Deployment = {
  id: 'web-prod-1',
  pipeline: 'web',
  stage: {
    name: 'prod',
    target: { kind: 'beanstalk', application: 'web', environment: 'web-prod', port: 80 },
    health: {
      ...{ path: '/health', status: [200], consecutive: 3, intervalSeconds: 1, timeoutSeconds: 5 },
      ...{ limitSeconds: 60, bakeSeconds: 0, url: 'http://users' },
    },
    rolloutLimitSeconds: 600,
  },
  target: 'eb:here:web/web-prod',
  kind: 'deploy',
  release: { repository: 'web', digest: 'sha256:1', image: 'host/web@sha256:1', commit: 'c1' },
  order: 5,
  requestedBy: 'test',
  requestedAt: 1_000_000,
  configVersion: 1,
};

function run(world: FakeWorld): Promise<Ending> {
  const journal = new FakeJournal(world);
  return journal.drive(() => runDeployment(deployment.id, journal, world.ports(deployment)));
}

const steps = ({ trail }: FakeWorld) => trail.map(({ step }) => step);

/** The fake, but the first looks at a rollout of `rev-1` see this. */
function seeing(world: FakeWorld, ...first: RolloutState[]): FakeWorld {
  const { look } = world.target;
  world.target = {
    ...world.target,
    look: async (id, revision) => (revision === 'rev-1' ? first.shift() : undefined) ?? look(id, revision),
  };
  return world;
}

it('waits in line for a provider that is busy, and rolls out once it is its turn', async () => {
  const world = new FakeWorld();
  const { start } = world.target;
  let busy = 3;
  world.target = {
    ...world.target,
    start: async (...args) => (busy-- > 0 ? { inLineFor: 'the environment is Updating' } : start(...args)),
  };
  expect(await run(world)).toMatchObject({ verdict: 'verified' });
  expect(world.trail.find(({ step }) => step === 'roll:in-line')?.detail).toBe(
    'waits: the environment is Updating',
  );
  expect(world.rollouts.filter(({ revision }) => revision === 'rev-1')).toHaveLength(1);
});

it('leaves its place in line to a newer deployment, for nothing is touched yet', async () => {
  const world = new FakeWorld();
  world.target = { ...world.target, start: async () => ({ inLineFor: 'the environment is Updating' }) };
  world.meanwhile.set('roll:wait-1', () => {
    world.state = { ...world.state, waiting: { deployment: 'web-prod-2', order: 6, wakeToken: 'two' } };
  });
  expect(await run(world)).toMatchObject({
    verdict: 'superseded',
    reason: expect.stringContaining('web-prod-2'),
  });
  expect(world.rollouts).toEqual([]);
  expect(world.woken).toContain('two');
});

it('gives up the line after two hours, and has touched nothing', async () => {
  const world = new FakeWorld();
  world.target = { ...world.target, start: async () => ({ inLineFor: 'the environment is Updating' }) };
  const began = world.now;
  expect(await run(world)).toMatchObject({
    verdict: 'failed',
    reason: expect.stringContaining('nothing could be rolled for 2 hours: the environment is Updating.'),
  });
  expect(world.now - began).toBeLessThan(2.1 * 3600_000);
});

it('goes on to the next part only when what is new answers at its own address, not at that of users', async () => {
  const asked: string[] = [];
  const world = seeing(new FakeWorld(), {
    phase: 'part-done',
    detail: 'it runs aside',
    at: [{ url: 'http://aside' }],
  });
  const done: (string | undefined)[] = [];
  const { start } = world.target;
  world.target = {
    ...world.target,
    start: async (revision, since, part) => {
      done.push(part);
      return start(revision, since);
    },
  };
  const journal = new FakeJournal(world);
  const { probe } = journal;
  journal.probe = (name, requests) => {
    asked.push(...requests.map(({ url }) => `${name} ${url}`));
    return probe.call(journal, name, requests);
  };
  const ending = await journal.drive(() => runDeployment(deployment.id, journal, world.ports(deployment)));
  expect(ending.verdict).toBe('verified');
  expect(asked).toEqual([
    'baseline:probe http://users/health',
    'roll-aside:probe http://aside/health',
    'roll:probe http://users/health',
  ]);
  expect(done).toEqual([undefined, 'rollout-1']);
  expect(steps(world)).toEqual(
    expect.arrayContaining(['roll:ended', 'roll-aside:probe', 'roll-2:started', 'roll-2:ended']),
  );
});

it('goes no further where what is new does not answer aside', async () => {
  const world = seeing(new FakeWorld({}, (revision) => revision !== 'rev-1'), {
    phase: 'part-done',
    detail: 'it runs aside',
    at: [{ url: 'http://aside' }],
  });
  world.probe = function probe() {
    const healthy = this.rollouts.at(-1)?.revision !== 'rev-1';
    return { healthy, attempts: 3, last: healthy ? '200' : '500: broken', seconds: 1 };
  };
  const ending = await run(world);
  expect(ending).toMatchObject({
    verdict: 'rolled-back',
    reason: expect.stringContaining('http://aside/health'),
  });
  expect(steps(world)).not.toContain('roll-2:started');
});

const UNWELL: RolloutState = {
  phase: 'running',
  detail: 'Ready',
  unwell: 'one of 2 instances runs another version',
};

it('gives what is over and not well the time of the health check', async () => {
  const slow = seeing(new FakeWorld(), UNWELL, UNWELL, UNWELL);
  expect(await run(slow)).toMatchObject({ verdict: 'verified' });
  const never = seeing(new FakeWorld(), ...Array<RolloutState>(20).fill(UNWELL));
  const ending = await run(never);
  expect(ending).toMatchObject({
    verdict: 'rolled-back',
    reason: expect.stringContaining(
      'the rollout is over, but one of 2 instances runs another version, 60 s long',
    ),
  });
});

it('sees it well so often in a row as the provider asks, and anew after it was not', async () => {
  const well: RolloutState = { phase: 'succeeded', revision: 'rev-1', digests: ['sha256:1'], looks: 3 };
  const world = seeing(new FakeWorld(), well, well, UNWELL, well, well, well);
  world.running = 'rev-0';
  let looks = 0;
  const { look } = world.target;
  world.target = {
    ...world.target,
    look: async (...args) => {
      looks++;
      return look(...args);
    },
  };
  expect(await run(world)).toMatchObject({ verdict: 'verified' });
  expect(looks).toBe(6);
});

/** What moved names, and where it is: it is good, as often as it is looked at. */
function moving(world: FakeWorld): FakeWorld {
  const { look } = world.target;
  const at = [{ url: 'http://name', at: 'balancer' }];
  world.target = {
    ...world.target,
    look: async (...args) => {
      const state = await look(...args);
      return state.phase === 'succeeded' ? { ...state, at, settleSeconds: 120 } : state;
    },
  };
  return world;
}

it('asks first at the place to which names have moved, and those that a stage names once resolvers know', async () => {
  const world = moving(new FakeWorld());
  const asked: string[] = [];
  const journal = new FakeJournal(world);
  const { probe } = journal;
  journal.probe = (name, requests) => {
    asked.push(...requests.map(({ url, at }) => `${name} ${url} ${at ?? 'by DNS'}`));
    return probe.call(journal, name, requests);
  };
  const began = world.now;
  const ending = await journal.drive(() => runDeployment(deployment.id, journal, world.ports(deployment)));
  expect(ending.verdict).toBe('verified');
  expect(asked).toEqual([
    'baseline:probe http://users/health by DNS',
    'roll-moved:probe http://name/health balancer',
    'roll:probe http://users/health by DNS',
  ]);
  expect(world.now - began).toBeGreaterThanOrEqual(120_000);
  expect(steps(world)).toEqual(
    expect.arrayContaining(['roll:ended', 'roll-moved:probe', 'roll:settling', 'roll:probe']),
  );
});

it('stays while resolvers lead users to where the next one would go, but for a rollback', async () => {
  const wait = 'roll-moved:settle:wait-1';
  const next = { deployment: 'web-prod-2', order: 6, wakeToken: 'two' };
  const pushed = moving(new FakeWorld());
  pushed.meanwhile.set(wait, () => {
    pushed.state = { ...pushed.state, waiting: { ...next, interrupts: true } };
  });
  // The next one would interrupt what comes after.
  expect(await run(pushed)).toMatchObject({ verdict: 'superseded' });
  expect(pushed.now).toBeGreaterThanOrEqual(1_120_000);
  const taken = moving(new FakeWorld());
  taken.meanwhile.set(wait, () => {
    taken.state = { ...taken.state, waitingRollback: next };
  });
  expect(await run(taken)).toMatchObject({ verdict: 'superseded' });
  expect(taken.now).toBeLessThan(1_120_000);
});
