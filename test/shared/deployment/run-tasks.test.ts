import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment, Ending } from '../../../shared/deployment/model.ts';
import type { OneOffTask } from '../../../shared/deployment/task.ts';
import { runDeployment } from '../../../shared/deployment/workflow.ts';
import { FakeJournal, FakeWorld } from './fake-world.ts';

const task = (name: string, more: Partial<OneOffTask> = {}): OneOffTask => ({
  name,
  command: [name],
  timeoutSeconds: 600,
  ...more,
});

const deployment: Deployment = {
  id: 'web-prod-1',
  pipeline: 'web',
  stage: {
    name: 'prod',
    target: { kind: 'ecs', cluster: 'web', service: 'web' },
    health: {
      path: '/',
      status: [200],
      consecutive: 1,
      intervalSeconds: 1,
      timeoutSeconds: 5,
      limitSeconds: 60,
      bakeSeconds: 0,
    },
    rolloutLimitSeconds: 120,
    before: [task('migrate'), task('seed')],
    after: [task('smoke')],
  },
  target: 'ecs:here:web/web',
  kind: 'deploy',
  release: { repository: 'web', digest: 'sha256:1', image: 'host/web@sha256:1', commit: 'c1' },
  order: 5,
  requestedBy: 'test',
  requestedAt: 1_000_000,
  configVersion: 1,
};

function world(exitCodes: Record<string, number>): FakeWorld {
  const made = new FakeWorld();
  made.exitCodes = exitCodes;
  return made;
}

function run(made: FakeWorld, cuts: readonly string[] = [], asked = deployment): Promise<Ending> {
  const journal = new FakeJournal(made, cuts);
  return journal.drive(() => runDeployment(asked.id, journal, made.ports(asked)));
}

const ran = ({ tasks }: FakeWorld) =>
  [...tasks.values()].map(({ command, rollouts }) => `${command} at ${rollouts}`);
const steps = ({ trail }: FakeWorld) => trail.map(({ step }) => step);
const detail = ({ trail }: FakeWorld, wanted: string) => trail.find(({ step }) => step === wanted)?.detail;

describe('tasks of a stage', () => {
  it('run in order, before and after the rollout, with the release itself, and their output is in the trail', async () => {
    const made = world({ migrate: 0, seed: 0, smoke: 0 });
    const ending = await run(made);
    expect(ending.verdict).toBe('verified');
    expect(ending.reason).toContain('Task smoke ended with exit code 0.');
    expect(ran(made)).toEqual(['migrate at 0', 'seed at 0', 'smoke at 1']);
    expect([...made.tasks.values()].every(({ revision }) => revision === 'rev-1')).toBe(true);
    expect(steps(made)).toContain('before:migrate:ended');
    expect(detail(made, 'after:smoke:log')).toBe('smoke said');
  });

  it('stop a deployment before anything is rolled, with exit code and last lines in the reason', async () => {
    const made = world({ migrate: 3, seed: 0, smoke: 0 });
    const ending = await run(made);
    expect(ending).toMatchObject({ verdict: 'failed' });
    expect(ending.reason).toMatch(
      /^Nothing was rolled out: the task migrate failed: exit code 3 .*migrate said\.$/,
    );
    expect(ran(made)).toEqual(['migrate at 0']);
    expect(made.rollouts).toEqual([]);
    expect(made.running).toBe('rev-0');
    expect(made.state.good[0]?.revision).toBe('rev-0');
    expect(made.state.broken).toBeUndefined();
  });

  it('after the rollout take the release back when they fail', async () => {
    const made = world({ migrate: 0, seed: 0, smoke: 1 });
    const ending = await run(made);
    expect(ending.verdict).toBe('rolled-back');
    expect(ending.reason).toContain('task smoke failed: exit code 1');
    expect(made.running).toBe('rev-0');
    // Going back runs none of them again.
    expect(ran(made)).toEqual(['migrate at 0', 'seed at 0', 'smoke at 1']);
  });

  it('are stopped when their time is over, looked at less and less often', async () => {
    const made = world({ seed: 0, smoke: 0 });
    const began = made.now;
    const ending = await run(made);
    expect(ending.verdict).toBe('failed');
    expect(ending.reason).toContain('the task migrate took longer than 600 s and was stopped');
    expect([...made.tasks.values()][0]?.stopped).toBe(true);
    expect(made.now - began).toBeLessThan(630_000);
    expect(made.now - began).toBeGreaterThanOrEqual(600_000);
    expect(made.looksAtTasks).toBeLessThan(10);
  });

  it('whose container never started have failed', async () => {
    const made = world({ seed: 0, smoke: 0 });
    made.target.lookAtTask = async () => ({
      phase: 'ended',
      reason: 'CannotPullContainerError: no such image',
      log: [],
    });
    const ending = await run(made);
    expect(ending.verdict).toBe('failed');
    expect(ending.reason).toContain('did not start: CannotPullContainerError: no such image');
  });

  it.each([
    ['before', 'migrate', false],
    ['after', 'smoke', true],
  ])('%s the rollout, when a rollback interrupts: %s is stopped: %s', async (when, name, isStopped) => {
    const made = world({ migrate: 0, seed: 0, smoke: 0 });
    made.meanwhile.set(`${when}:${name}:wait-1`, () => {
      const back = { deployment: 'back', order: 9, interrupts: true, askedAt: made.now };
      made.state = { ...made.state, waitingRollback: back };
    });
    const ending = await run(made);
    expect(ending.verdict).toBe('superseded');
    const interrupted = [...made.tasks.values()].find(({ command }) => command === name);
    expect(interrupted?.stopped).toBe(isStopped);
    // A migration under way is waited for, and nothing is begun after it.
    expect(steps(made).includes(`${when}:${name}:ended`)).toBe(!isStopped);
    expect(ran(made).at(-1)).toContain(name);
  });

  it('are not run by a rollback, nor those before where nothing is rolled', async () => {
    const back = world({ migrate: 0, seed: 0, smoke: 0 });
    expect((await run(back, [], { ...deployment, kind: 'rollback' })).verdict).toBe('verified');
    expect(ran(back)).toEqual([]);
    const again = world({ migrate: 0, seed: 0, smoke: 0 });
    again.digests.set('rev-0', 'sha256:1');
    expect((await run(again)).verdict).toBe('verified');
    expect(ran(again)).toEqual(['smoke at 1']);
    expect(detail(again, 'before:none')).toContain('nothing is rolled out');
  });

  it('run once each and come to the same verdict wherever and however often the deployment is cut', async () => {
    const cut = fc.record({
      place: fc.integer({ min: 1, max: 40 }),
      when: fc.constantFrom('before', 'after'),
    });
    const code = fc.constantFrom(0, 0, 1, undefined);
    await fc.assert(
      fc.asyncProperty(
        fc.array(cut, { maxLength: 6 }),
        fc.record({ migrate: code, seed: code, smoke: code }),
        async (cuts, codes) => {
          const known = Object.entries(codes).flatMap(([name, exit]) =>
            exit === undefined ? [] : [[name, exit]],
          );
          const [calm, stormy] = [world(Object.fromEntries(known)), world(Object.fromEntries(known))];
          const expected = await run(calm);
          const ending = await run(
            stormy,
            cuts.map(({ place, when }) => `${place} ${when}`),
          );
          expect(ending.verdict).toBe(expected.verdict);
          expect(ran(stormy)).toEqual(ran(calm));
          expect(stormy.running).toBe(calm.running);
          expect(stormy.rollouts.map(({ revision }) => revision)).toEqual(
            calm.rollouts.map(({ revision }) => revision),
          );
          // A migration that did not end with 0 is never followed by a rollout.
          if (codes.migrate !== 0 || codes.seed !== 0) expect(stormy.rollouts).toEqual([]);
          expect(stormy.state.claim).toBeUndefined();
          expect(stormy.endings.size).toBe(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
