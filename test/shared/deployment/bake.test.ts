import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bakeFailure, bakePauses, requestsOfRound } from '../../../shared/deployment/bake.ts';
import { judgeSight } from '../../../shared/deployment/sight.ts';

const DAY = 24 * 3600;

describe('the rounds of a bake', () => {
  it('come every 15 s at first, then ever less often, and end when it ends', () => {
    expect(bakePauses(0)).toEqual([]);
    expect(bakePauses(40)).toEqual([15, 15, 10]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: DAY }), (seconds) => {
        const pauses = bakePauses(seconds);
        expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(seconds);
        // Shorter than the lease of the claim, and five operations each of the 3,000 that an execution has.
        expect(Math.max(...pauses)).toBeLessThanOrEqual(600);
        expect(pauses.length * 5).toBeLessThan(1000);
      }),
    );
    expect([bakePauses(3600).length, bakePauses(DAY).length]).toEqual([44, 183]);
  });

  it('make so many requests that at least one of all may fail', () => {
    expect(requestsOfRound(0, 8)).toBe(1);
    expect(requestsOfRound(0.2, 2)).toBe(10);
    expect(requestsOfRound(0.01, 4)).toBe(25);
    expect(requestsOfRound(0.001, 1)).toBe(50);
  });
});

describe('a bake fails', () => {
  const good = { asked: 10, failed: 0 };

  it('at the first bad answer where none may be bad', () => {
    expect(bakeFailure([{ asked: 1, failed: 0 }], 8, 0)).toBeUndefined();
    expect(bakeFailure([{ asked: 1, failed: 1 }], 8, 0)).toBe('it did not stay healthy');
  });

  it('as soon as more have failed than may of all that are planned', () => {
    expect(bakeFailure([good, { asked: 10, failed: 2 }], 200, 0.01)).toBeUndefined();
    expect(bakeFailure([good, { asked: 10, failed: 3 }], 200, 0.01)).toBe(
      'it did not stay healthy: 3 of 20 requests failed, and 1 % of 200 may',
    );
  });

  it('when two rounds in a row had no good answer, whatever may fail', () => {
    const out = { asked: 10, failed: 10 };
    expect(bakeFailure([out], 2000, 0.5)).toBeUndefined();
    expect(bakeFailure([out, good, out], 2000, 0.5)).toBeUndefined();
    expect(bakeFailure([good, out, out], 2000, 0.5)).toContain('it stopped answering');
  });
});

describe('what runs without a load balancer', () => {
  const task = { id: 'a', running: true, health: 'healthy' } as const;

  it('is healthy when all that shall run does, and no health check says otherwise', () => {
    expect(judgeSight({ wanted: 1, tasks: [task], ended: [] })).toEqual({
      kind: 'healthy',
      what: '1 of 1 tasks run, their container health checks pass',
    });
    const unchecked = { ...task, health: 'none' } as const;
    expect(judgeSight({ wanted: 1, tasks: [unchecked], ended: [] })).toMatchObject({
      what: '1 of 1 tasks run, and no container has a health check of its own',
    });
  });

  it('may yet become so while tasks or their first checks are missing', () => {
    expect(judgeSight({ wanted: 2, tasks: [task], ended: [] })).toMatchObject({ kind: 'not yet' });
    const unsure = { ...task, health: 'unknown' } as const;
    expect(judgeSight({ wanted: 1, tasks: [unsure], ended: [] })).toMatchObject({ kind: 'not yet' });
  });

  it('is bad when a task ended by itself, a check fails, or nothing shall run', () => {
    const ended = [{ id: 'b', why: 'web ended with exit code 1' }];
    expect(judgeSight({ wanted: 1, tasks: [task], ended })).toMatchObject({
      kind: 'bad',
      why: 'task b did not stay up: web ended with exit code 1',
    });
    const sick = { ...task, health: 'unhealthy' } as const;
    expect(judgeSight({ wanted: 1, tasks: [sick], ended: [] })).toMatchObject({ kind: 'bad' });
    expect(judgeSight({ wanted: 0, tasks: [], ended: [] })).toMatchObject({ kind: 'bad' });
  });
});
