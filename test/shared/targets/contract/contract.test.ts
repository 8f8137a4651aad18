import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeRollout } from '../../../../shared/deployment/rollout.ts';
import { beanstalkSubject } from './beanstalk-subject.ts';
import { ecsSubject } from './ecs-subject.ts';
import { fakeSubject } from './fake-subject.ts';
import { breath, type Differs, follow, ready, roll, type Subject, settled } from './subject.ts';

interface Provider {
  readonly name: string;
  readonly open: () => Promise<Subject>;
  /** Every reason why a case is asked in another way here. There is no case that is not asked. */
  readonly differs: Differs;
}

const PROVIDERS: readonly Provider[] = [
  {
    name: 'an ECS service',
    open: ecsSubject,
    differs: {
      goesBackByItself: 'its circuit breaker brings the last good revision back',
    },
  },
  {
    name: 'an Elastic Beanstalk environment',
    open: beanstalkSubject,
    differs: {
      noTasks: 'Elastic Beanstalk has no operation that runs a command in a container of a version once',
      oneAtATime: 'an environment that is not Ready refuses every update',
    },
  },
  {
    name: 'the fake of the workflow',
    open: fakeSubject,
    differs: {
      goesBackByItself: 'it takes a bad rollout back, as ECS does',
    },
  },
];

/** What the port `Target` promises (shared/deployment/ports.ts), the same for every provider. */
describe.each(PROVIDERS)(
  '$name',
  ({ open, differs }) => {
    let subject: Subject;
    beforeEach(async () => {
      subject = await open();
    }, 60_000);
    afterEach(() => subject.close());

    it('is inspected: what runs, by the digest that it was released with, and where it answers', async () => {
      const found = await settled(subject.target);
      expect(found.settled.release.digest).toBe(subject.of('first').digest);
      expect(found.addresses?.length).toBe(1);
      expect(found.addresses?.[0]?.url).toMatch(/^http:\/\//);
    });

    it('is refused where there is none, in words that say so', async () => {
      expect(await subject.missing.inspect()).toMatchObject({
        kind: 'refused',
        reason: expect.stringMatching(/[Tt]here is no /),
      });
    });

    it('prepares a release once, and touches nothing by it', async () => {
      const { target } = subject;
      const before = [await subject.rollouts(), await subject.runs()];
      const revision = await target.prepare(subject.of('second'), 'd-1');
      expect(await target.prepare(subject.of('second'), 'd-1')).toBe(revision);
      expect(await target.prepare(subject.of('first'), 'd-2')).not.toBe(revision);
      expect([await subject.rollouts(), await subject.runs()]).toEqual(before);
      await untilReady(revision);
    });

    it('plans without doing: what would change, and nothing where it runs already', async () => {
      const { target } = subject;
      const before = await subject.rollouts();
      const plan = await target.plan(subject.of('second'));
      expect(plan.revision).not.toBe(plan.live);
      expect(plan.image.after).toBe(subject.of('second').image);
      expect(plan.changes.length).toBeGreaterThan(0);
      const same = await target.plan(subject.of('first'));
      expect({ live: same.live, changes: same.changes }).toEqual({ live: same.revision, changes: [] });
      expect(await subject.rollouts()).toBe(before);
    });

    it('rolls a good release: it succeeds with its digest, and that is what runs everywhere', async () => {
      const { target } = subject;
      const found = await settled(target);
      const revision = await prepared('second');
      const before = await subject.rollouts();
      const { rollout, state } = await roll(target, revision, found.since);
      const { digest } = subject.of('second');
      expect(state).toMatchObject({ phase: 'succeeded', revision, digests: [digest] });
      expect(judgeRollout(state, digest).kind).toBe('good');
      expect(judgeRollout(state, subject.of('first').digest).kind).toBe('bad');
      expect(await subject.rollouts()).toBe(before + 1);
      await expect
        .poll(async () => new Set(await subject.runs()), { timeout: 10_000 })
        .toEqual(new Set(['second']));

      // A step that is repeated after a crash finds what it has begun.
      expect(await target.start(revision, found.since)).toBe(rollout);
      expect(await subject.rollouts()).toBe(before + 1);
      const now = await settled(target);
      expect(now.settled).toMatchObject({ revision, release: { digest } });
      const seen = await target.watch(revision, Date.now());
      expect(seen.tasks.filter(({ running }) => running).length).toBe(seen.wanted);
    });

    it('is told twice to begin while it is under way, and begins once', async () => {
      const { target } = subject;
      const found = await settled(target);
      const revision = await prepared('second');
      const before = await subject.rollouts();
      const first = await target.start(revision, found.since);
      expect(await target.start(revision, found.since)).toBe(first);
      expect(await subject.rollouts()).toBe(before + 1);
      const state = await follow(target, String(first), revision);
      expect(judgeRollout(state, subject.of('second').digest).kind).toBe('good');
    });

    it('rolls nothing where the revision runs already, and proves it', async () => {
      const { target } = subject;
      const found = await settled(target);
      const revision = await prepared('first');
      expect(revision).toBe(found.settled.revision);
      const before = await subject.rollouts();
      const { state } = await roll(target, revision, found.since);
      expect(judgeRollout(state, subject.of('first').digest).kind).toBe('good');
      expect(await subject.rollouts()).toBe(before);
    });

    it('says of a release that crashes that it is no good, and why; and the good one is brought back', async () => {
      const { target } = subject;
      const found = await settled(target);
      const bad = await prepared('crashing');
      const { rollout, state } = await roll(target, bad, found.since);
      const judged = judgeRollout(state, subject.of('crashing').digest);
      expect(judged).toMatchObject({ kind: 'bad', reason: expect.stringMatching(/.{10}/) });
      expect(judged).not.toHaveProperty('leave');
      const causes = await target.diagnose(rollout);
      expect(causes.length).toBeGreaterThan(0);
      if (differs.goesBackByItself === undefined) expect(new Set(await subject.runs())).toContain('crashing');

      const { release, revision } = found.settled;
      const good = { ...release, revision, deployment: 'd-0', order: 0, verifiedAt: 0 };
      const back = await target.revive(good, 'd-1');
      const since = (await ready(target)).since;
      const restored = await roll(target, back, since);
      expect(judgeRollout(restored.state, release.digest).kind).toBe('good');
      await expect
        .poll(async () => new Set(await subject.runs()), { timeout: 10_000 })
        .toEqual(new Set(['first']));
    });

    it('stops a rollout that is under way: what ran before runs on; one that is over cannot be stopped', async () => {
      const { target } = subject;
      const found = await settled(target);
      const revision = await prepared('second');
      // However long the stop takes to come, it is not over before.
      subject.hold();
      const rollout = String(await target.start(revision, found.since));
      await until(() => target.stop(rollout, revision));
      subject.release();
      const state = await follow(target, rollout, revision);
      expect(judgeRollout(state, subject.of('second').digest).kind).toBe('bad');
      expect(await target.stop(rollout, revision)).toBe(false);
      await expect
        .poll(async () => new Set(await subject.runs()), { timeout: 10_000 })
        .toEqual(new Set(['first']));
    });

    it('comes to the later of two releases that are begun one after the other', async () => {
      const { target } = subject;
      const found = await settled(target);
      const [second, third] = [await prepared('second'), await prepared('third')];
      await target.start(second, found.since);
      const since = (await ready(target)).since;
      const begun = await target.start(third, since);
      if (differs.oneAtATime) expect(begun).toMatchObject({ inLineFor: expect.stringContaining('web-prod') });
      else expect(begun).toEqual(expect.any(String));
      const { state } = await roll(target, third, since);
      expect(judgeRollout(state, subject.of('third').digest).kind).toBe('good');
      await expect
        .poll(async () => new Set(await subject.runs()), { timeout: 10_000 })
        .toEqual(new Set(['third']));
    });

    it('runs a one-off task once for one mark, or says that it cannot', async () => {
      const { target } = subject;
      const revision = await prepared('first');
      const task = { name: 'migrate', command: ['migrate'], timeoutSeconds: 60 };
      const run = () => target.runTask(revision, task, { deployment: 'd-1', token: 'once' });
      if (differs.noTasks) {
        await expect(run()).rejects.toMatchObject({
          name: 'Rejected',
          message: expect.stringContaining('no one-off tasks'),
        });
        return;
      }
      const started = await run();
      expect(await run()).toEqual(started);
      expect((await target.lookAtTask(started)).phase).toBe('running');
      await target.stopTask(started, 'enough');
      await until(async () => (await target.lookAtTask(started)).phase === 'ended');
    });

    async function prepared(kind: Parameters<Subject['of']>[0]): Promise<string> {
      const revision = await subject.target.prepare(subject.of(kind), 'd-1');
      await untilReady(revision);
      return revision;
    }

    async function untilReady(revision: string): Promise<void> {
      await until(async () => (await subject.target.unfinished?.(revision)) === undefined);
    }
  },
  60_000,
);

/** @throws Error when it is not so within 20 s */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isSo()); await breath())
    if (Date.now() > end) throw new Error('it never was so');
}
