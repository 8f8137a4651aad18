import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markGood } from '../../../shared/deployment/live.ts';
import type { Deployment } from '../../../shared/deployment/model.ts';
import { digestOf, type Fate } from './storm/provider.ts';
import { World } from './storm/world.ts';

/** How many cases, and which: `SLIPWAY_TEST_SEED` repeats a run that failed. */
const CASES = 2000;
const SEED = Number(process.env.SLIPWAY_TEST_SEED ?? Date.now() % 2 ** 31);

const stage: Deployment['stage'] = {
  name: 'prod',
  target: { kind: 'ecs', cluster: 'web', service: 'web' },
  health: {
    ...{ path: '/', status: [200], consecutive: 3, intervalSeconds: 1 },
    ...{ timeoutSeconds: 5, limitSeconds: 60, bakeSeconds: 0 },
  },
  rolloutLimitSeconds: 120,
};

const TASKS: Partial<Deployment['stage']> = {
  before: [{ name: 'migrate', command: ['migrate'], timeoutSeconds: 60 }],
  after: [{ name: 'smoke', command: ['smoke'], timeoutSeconds: 60 }],
};

interface Wish {
  readonly kind: 'deploy' | 'rollback';
  readonly fate: Fate;
  readonly at: number;
  /** Its place among the pushes is another one than that of its request: builds end in any order. */
  readonly order: number;
}

const fate = fc.record<Fate>({
  end: fc.constantFrom('succeeds', 'succeeds', 'taken-back', 'hangs', 'runs-another-digest'),
  seconds: fc.integer({ min: 1, max: 100 }),
  answers: fc.boolean(),
  failing: fc.constantFrom(undefined, undefined, 'migrate', 'smoke'),
});

const storm = fc.record({
  seed: fc.integer(),
  weather: fc.record({
    crash: fc.constantFrom(0, 0.02, 0.1),
    throttle: fc.constantFrom(0, 0.05, 0.2),
    missedFor: fc.constantFrom(2, 30),
  }),
  events: fc.record({
    lose: fc.constantFrom(0, 0.5, 1),
    double: fc.constantFrom(0, 0.5),
    delay: fc.constantFrom(0, 1, 40),
  }),
  /** When somebody else rolls the target, in seconds; mostly nobody does. */
  usurped: fc.option(fc.integer({ min: 0, max: 250 }), { freq: 5 }),
  /** When the target is frozen, and for how long, in seconds; mostly it is not. */
  frozen: fc.option(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 300 })), {
    freq: 5,
  }),
  /** When a provider that does one thing at a time is busy with something of its own, and for how long, in seconds. */
  occupied: fc.option(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 200 })), {
    freq: 3,
  }),
  interrupts: fc.boolean(),
  hasTasks: fc.boolean(),
  wishes: fc.uniqueArray(
    fc.record<Wish>({
      kind: fc.constantFrom('deploy', 'deploy', 'deploy', 'rollback'),
      fate,
      at: fc.integer({ min: 0, max: 200 }),
      order: fc.integer({ min: 1, max: 99 }),
    }),
    { minLength: 1, maxLength: 4, selector: ({ order }) => order },
  ),
});

function deploymentOf({ kind, order, at }: Wish, more: Partial<Deployment['stage']>): Deployment {
  const digest = kind === 'rollback' ? '0' : `${order}`;
  return {
    ...{
      id: `d-${order}`,
      pipeline: 'web',
      stage: { ...stage, ...more },
      target: 'target',
      kind,
      requestedBy: 'test',
      configVersion: 1,
    },
    ...(kind === 'rollback' ? { byHand: true } : {}),
    release: { repository: 'web', digest, image: `host/web@${digest}` },
    // A person's wish is newer than any push before it.
    order: kind === 'rollback' ? 1000 + at : order,
    requestedAt: 1_700_000_000_000 + at * 1000,
  };
}

const MANNERS = ['replaces', 'waits', 'waits, with settings'] as const;

it.each(MANNERS)(
  `on a provider that %s, in storms of crashes, throttling and events that are lost, late, doubled: one rollout a decision, a free target, a true verdict (SLIPWAY_TEST_SEED=${SEED})`,
  async (manner) => {
    console.log(`storms: SLIPWAY_TEST_SEED=${SEED}`);
    await fc.assert(
      fc.asyncProperty(
        storm,
        async ({ seed, weather, events, usurped, frozen, interrupts, hasTasks, occupied, wishes }) => {
          const fates = new Map(wishes.map((wish) => [`${wish.order}`, wish.fate]));
          const world = new World(seed, weather, events, fates, manner);
          world.state = markGood(world.state, {
            ...{ repository: 'web', digest: '0', image: 'host/web@0', revision: 'rev-of-0' },
            ...{ deployment: 'before', order: 0, verifiedAt: 0 },
          });
          const deployments = wishes.map((wish) =>
            deploymentOf(wish, {
              ...(hasTasks ? TASKS : {}),
              ...(interrupts ? { onNewer: 'interrupt' } : {}),
            }),
          );
          for (const [index, deployment] of deployments.entries())
            world.request({ deployment, at: wishes[index]?.at ?? 0 });
          if (usurped !== null) world.usurp(usurped);
          if (frozen !== null) world.freeze(...frozen);
          if (occupied !== null) world.occupy(...occupied);
          await world.time.run();

          expect(world.executions.map(({ failure }) => failure)).toEqual(deployments.map(() => undefined));
          expect(world.executions.map(({ ending }) => ending === undefined)).toEqual(
            deployments.map(() => false),
          );
          const { claim, waiting, waitingRollback, held } = world.state;
          expect({ claim, waitingRollback }).toEqual({});
          if (held === undefined) expect(waiting).toBeUndefined();
          // What is good can be brought back, whatever was left behind.
          if (usurped === null && weather.throttle === 0) expect(held).toBeUndefined();

          expect(world.meddling).toEqual([]);
          for (const { id, release, kind } of deployments) {
            const begun = world.provider.rollouts.filter(({ by }) => by === id);
            const own = begun.filter(({ revision }) => digestOf(revision) === release.digest);
            // Whose an update was that somebody else's hides, Elastic Beanstalk does not tell: a start that was cut off is repeated.
            const most = usurped !== null && manner !== 'replaces' ? 2 : 1;
            expect(own.length).toBeLessThanOrEqual(most);
            expect(begun.length - own.length).toBeLessThanOrEqual(most);
            if (hasTasks && kind === 'deploy' && own.length > 0)
              expect(world.provider.tasks.exitCodes(`rev-of-${release.digest}`, 'migrate')).toEqual([0]);
            const ending = world.endings.get(id);
            const proved = ending?.verdict === 'verified' ? release : ending?.now;
            if (begun.some(({ ended }) => ended === 'replaced')) expect(proved).toBeUndefined();
            if (proved && usurped === null)
              expect(world.atEnd.get(id)).toEqual({ digest: proved.digest, answers: true, settled: true });
          }

          const newest = deployments.toSorted((a, b) => b.order - a.order)[0];
          const good = newest && fates.get(newest.release.digest);
          if (
            newest?.kind === 'deploy' &&
            good?.end === 'succeeds' &&
            good.answers &&
            !(hasTasks && good.failing) &&
            !held &&
            usurped === null
          ) {
            expect(world.endings.get(newest.id)?.verdict).toBe('verified');
            expect(digestOf(world.provider.running)).toBe(newest.release.digest);
          }
        },
      ),
      { numRuns: manner === 'replaces' ? CASES : CASES / 2, seed: SEED },
    );
  },
  300_000,
);
