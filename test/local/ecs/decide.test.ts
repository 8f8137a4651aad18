import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakerThreshold } from '../../../local/ecs/scheduler/breaker.ts';
import {
  type Action,
  decide,
  isBlocked,
  isStable,
  lowerLimit,
  type ServiceView,
  type TaskView,
  upperLimit,
} from '../../../local/ecs/scheduler/decide.ts';

const tasks = (deploymentId: string, count: number, state: Partial<TaskView> = {}): TaskView[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${deploymentId}-${index}`,
    deploymentId,
    phase: 'running',
    healthy: true,
    failing: false,
    ...state,
  }));

const view = (change: Partial<ServiceView>): ServiceView => ({
  desiredCount: 2,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  primary: { id: 'new', rolloutState: 'IN_PROGRESS', failedTasks: 0 },
  threshold: undefined,
  mayStart: true,
  tasks: [],
  ...change,
});

const stop = (task: string, because: 'scaling' | 'unhealthy' = 'scaling'): Action => ({
  do: 'stop',
  task,
  because,
});

describe('a rolling update', () => {
  it('starts the new ones beside the old, and stops an old one for each new one that is healthy', () => {
    expect(decide(view({ tasks: tasks('old', 2) }))).toEqual([{ do: 'start', count: 2 }]);
    const [one, two] = tasks('new', 2);
    if (!one || !two) throw new Error('two are needed');
    const starting = { ...two, phase: 'starting' as const, healthy: false };
    expect(decide(view({ tasks: [...tasks('old', 2), one, starting] }))).toEqual([stop('old-0')]);
  });

  it('is complete only when the old ones have stopped serving', () => {
    const draining = view({
      tasks: [...tasks('old', 1, { phase: 'draining', healthy: false }), ...tasks('new', 2)],
    });
    expect([decide(draining), isStable(draining)]).toEqual([[], false]);
    const done = view({ tasks: tasks('new', 2) });
    expect([decide(done), isStable(done)]).toEqual([[], true]);
  });

  it('makes room first where the maximum leaves none', () => {
    const limits = { desiredCount: 4, minimumHealthyPercent: 50, maximumPercent: 100 };
    expect(decide(view({ ...limits, tasks: tasks('old', 4) }))).toEqual([stop('old-0'), stop('old-1')]);
  });

  it('stops what fails its checks one by one where there is no room, and gives up at the threshold', () => {
    const failing = tasks('new', 2, { healthy: false, failing: true });
    const [first, second] = failing;
    const [next] = tasks('new', 1, { phase: 'starting', healthy: false });
    if (!first || !second || !next) throw new Error('three are needed');
    expect(decide(view({ tasks: [...tasks('old', 2), first] }))).toEqual([{ do: 'start', count: 1 }]);
    expect(decide(view({ tasks: [...tasks('old', 2), ...failing] }))).toEqual([
      stop('new-0', 'unhealthy'),
      { do: 'start', count: 1 },
    ]);
    expect(decide(view({ tasks: [...tasks('old', 2), second, { ...next, id: 'next' }] }))).toEqual([]);
    const failed = { id: 'new', rolloutState: 'IN_PROGRESS' as const, failedTasks: 3 };
    expect(decide(view({ threshold: 3, primary: failed, tasks: tasks('old', 2) }))).toEqual([{ do: 'trip' }]);
  });

  it('is blocked where the limits leave no step, and not while something may still come of it', () => {
    const tight = { desiredCount: 1, maximumPercent: 150 };
    expect(isBlocked(view({ ...tight, tasks: tasks('old', 1) }))).toBe(true);
    expect(isBlocked(view({ ...tight, minimumHealthyPercent: 0, tasks: tasks('old', 1) }))).toBe(false);
    expect(isBlocked(view({ ...tight, mayStart: false, tasks: tasks('old', 1) }))).toBe(false);
    const unsettled = tasks('new', 1, { healthy: false });
    expect(isBlocked(view({ tasks: [...tasks('old', 3), ...unsettled] }))).toBe(false);
  });

  it('leaves what serves alone when it has failed for good', () => {
    const failed = { id: 'new', rolloutState: 'FAILED' as const, failedTasks: 3 };
    expect(decide(view({ primary: failed, tasks: tasks('old', 2) }))).toEqual([]);
  });
});

describe('a steady service', () => {
  const primary = { id: 'new', rolloutState: 'COMPLETED' as const, failedTasks: 0 };

  it('replaces an unhealthy task after its replacement is healthy, where there is room', () => {
    const [sound] = tasks('new', 1);
    if (!sound) throw new Error('one is needed');
    const sick = { ...sound, id: 'sick', healthy: false, failing: true };
    expect(decide(view({ primary, tasks: [sound, sick] }))).toEqual([{ do: 'start', count: 1 }]);
    const next = { ...sound, id: 'next' };
    expect(
      decide(view({ primary, tasks: [sound, sick, { ...next, phase: 'starting', healthy: false }] })),
    ).toEqual([]);
    expect(decide(view({ primary, tasks: [sound, sick, next] }))).toEqual([stop('sick', 'unhealthy')]);
    expect(
      decide(view({ primary, maximumPercent: 100, minimumHealthyPercent: 50, tasks: [sound, sick] })),
    ).toEqual([stop('sick', 'unhealthy'), { do: 'start', count: 1 }]);
  });

  it('follows its desired count', () => {
    expect(decide(view({ primary, desiredCount: 3, tasks: tasks('new', 1) }))).toEqual([
      { do: 'start', count: 2 },
    ]);
    expect(decide(view({ primary, desiredCount: 0, tasks: tasks('new', 2) }))).toEqual([
      stop('new-0'),
      stop('new-1'),
    ]);
  });

  it('waits after failures', () => {
    expect(decide(view({ primary, mayStart: false }))).toEqual([]);
  });
});

describe('whatever happens', () => {
  const task = fc.record({
    deploymentId: fc.constantFrom('old', 'older', 'new'),
    state: fc.constantFrom('starting', 'sound', 'unsettled', 'failing', 'draining'),
  });
  const anyView = fc
    .record({
      desiredCount: fc.integer({ min: 0, max: 12 }),
      minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
      maximumPercent: fc.integer({ min: 100, max: 300 }),
      rolloutState: fc.constantFrom('IN_PROGRESS' as const, 'COMPLETED' as const, 'FAILED' as const),
      mayStart: fc.boolean(),
      tasks: fc.array(task, { maxLength: 24 }),
    })
    .map(({ rolloutState, tasks: drawn, ...rest }) =>
      view({
        ...rest,
        primary: { id: 'new', rolloutState, failedTasks: 0 },
        tasks: drawn.map(({ deploymentId, state }, index) => ({
          id: String(index),
          deploymentId,
          phase: state === 'starting' || state === 'draining' ? state : 'running',
          healthy: state === 'sound',
          failing: state === 'failing',
        })),
      }),
    );

  it('never goes below the minimum or above the maximum', () => {
    fc.assert(
      fc.property(anyView, (before) => {
        const after = applied(before, decide(before));
        const live = (of: ServiceView) => of.tasks.filter(({ phase }) => phase !== 'draining').length;
        const healthy = (of: ServiceView) => of.tasks.filter((one) => one.healthy).length;
        expect(live(after)).toBeLessThanOrEqual(Math.max(upperLimit(before), live(before)));
        expect(healthy(after)).toBeGreaterThanOrEqual(Math.min(lowerLimit(before), healthy(before)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes to an end when new tasks become healthy, unless the limits block every step', () => {
    fc.assert(
      fc.property(anyView, (start) => {
        let now: ServiceView = {
          ...start,
          mayStart: true,
          primary: { ...start.primary, rolloutState: 'IN_PROGRESS' },
        };
        fc.pre(upperLimit(now) > lowerLimit(now) || now.desiredCount === 0);
        for (let step = 0; step < 100; step++) {
          if (isStable(now)) return;
          now = settled(applied(now, decide(now)));
        }
        expect.unreachable(`never completes: ${JSON.stringify(now)}`);
      }),
    );
  });
});

it('clamps the threshold of the circuit breaker', () => {
  const off = { enable: true, rollback: true };
  expect([1, 2, 6, 7, 30, 1000].map((desired) => breakerThreshold(off, desired))).toEqual([
    3, 3, 3, 4, 15, 200,
  ]);
  expect(breakerThreshold({ ...off, thresholdConfiguration: { type: 'COUNT', value: 7 } }, 2)).toBe(7);
  expect(
    breakerThreshold({ ...off, thresholdConfiguration: { type: 'UNBOUNDED_PERCENT', value: 50 } }, 2),
  ).toBe(1);
});

let born = 0;

function applied(before: ServiceView, actions: readonly Action[]): ServiceView {
  const stopped = new Set(actions.flatMap((action) => (action.do === 'stop' ? [action.task] : [])));
  const started = actions.reduce((sum, action) => sum + (action.do === 'start' ? action.count : 0), 0);
  return {
    ...before,
    tasks: [
      ...before.tasks.map((one) =>
        stopped.has(one.id) ? { ...one, phase: 'draining' as const, healthy: false, failing: false } : one,
      ),
      ...tasks(before.primary.id, started, { phase: 'starting', healthy: false }).map((one) => ({
        ...one,
        id: `born-${born++}`,
      })),
    ],
  };
}

/** Draining tasks are gone; starting and unsettled ones are healthy. */
const settled = (now: ServiceView): ServiceView => ({
  ...now,
  tasks: now.tasks
    .filter(({ phase }) => phase !== 'draining')
    .map((one) => (one.failing ? one : { ...one, phase: 'running', healthy: true })),
});
