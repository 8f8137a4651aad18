import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../local/clock/duration.ts';
import { Clock } from '../../../local/clock.ts';

/** A clock that stands, and what came of its timers. */
function held() {
  const clock = new Clock();
  clock.hold();
  const fired: string[] = [];
  const ask = (seconds: number, name: string) => clock.after(seconds, () => fired.push(name));
  return { clock, fired, ask };
}

describe('a held clock', () => {
  it('lets nothing come that waits for time, and moves what is due in order', async () => {
    const { clock, fired, ask } = held();
    ask(3 * 86_400, 'in three days');
    ask(60, 'in a minute');
    ask(60, 'in a minute, asked for later');
    await clock.move(59);
    expect(fired).toEqual([]);
    await clock.move(1);
    expect(fired).toEqual(['in a minute', 'in a minute, asked for later']);
    await clock.move(3 * 86_400);
    expect(fired.at(-1)).toBe('in three days');
  });

  it('lets come at once what needs no time', async () => {
    const { clock } = held();
    await clock.wait(0);
    expect(clock.elapsed()).toBe(0);
  });

  it('lets a periodic timer come once in a jump, and as often as there are steps in between', async () => {
    const { clock, fired } = held();
    const tick = () => {
      fired.push('tick');
      clock.after(10, tick);
    };
    clock.after(10, tick);
    await clock.move(100);
    expect(fired).toHaveLength(1);
    await clock.move(100, { every: 10 });
    expect(fired).toHaveLength(11);
  });

  it('gives up a wait when its signal fires', async () => {
    const { clock } = held();
    const giveUp = new AbortController();
    const waiting = clock.wait(60, giveUp.signal);
    giveUp.abort();
    await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await expect(clock.wait(60, giveUp.signal)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });

  it('waits after each step for the work that the step set off', async () => {
    const { clock, fired } = held();
    const work = () => {
      const end = clock.begin('some work');
      setTimeout(() => {
        fired.push(`worked at ${clock.elapsed() / 1000}`);
        clock.after(5, work);
        end();
      }, 5);
    };
    clock.after(5, work);
    await clock.move(15, { every: 5 });
    expect(fired).toEqual(['worked at 5', 'worked at 10', 'worked at 15']);
    expect(clock.running).toEqual([]);
  });

  it('goes on from where it was moved to, when released', async () => {
    const { clock, fired, ask } = held();
    const before = Date.now();
    await clock.move(86_400);
    ask(0.05, 'later');
    clock.release();
    await clock.wait(0.06);
    expect(fired).toEqual(['later']);
    expect(clock.now()).toBeGreaterThanOrEqual(before + 86_400_000);
    expect(clock.now()).toBeLessThan(before + 86_400_000 + 60_000);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e12])('is not moved by %s', async (seconds) => {
    await expect(new Clock().move(seconds)).rejects.toThrow(RangeError);
  });
});

describe('a clock that runs', () => {
  it('goes as fast as its pace', async () => {
    const clock = new Clock(1000);
    const began = performance.now();
    await clock.wait(60);
    expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
    expect(performance.now() - began).toBeGreaterThanOrEqual(59);
  });

  it('lets a timer that was held in the middle have the rest of its time', async () => {
    const clock = new Clock();
    let fired = false;
    clock.after(3600, () => {
      fired = true;
    });
    await clock.move(1800);
    clock.hold();
    clock.release();
    await clock.move(1799);
    expect(fired).toBe(false);
    await clock.move(1);
    expect(fired).toBe(true);
  });
});

/** Milliseconds by which a clock that runs may go on between two lines of this test. */
const SLACK = 500;

type Act =
  | { readonly act: 'after'; readonly seconds: number }
  | { readonly act: 'move'; readonly seconds: number; readonly steps: number }
  | { readonly act: 'cancel'; readonly which: number }
  | { readonly act: 'hold' }
  | { readonly act: 'release' };

const acts = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant('after' as const), seconds: fc.nat(5000) }),
    fc.record({
      act: fc.constant('move' as const),
      seconds: fc.nat(5000),
      steps: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ act: fc.constant('cancel' as const), which: fc.nat(20) }),
    fc.record({ act: fc.constant('hold' as const) }),
    fc.record({ act: fc.constant('release' as const) }),
  ),
  { maxLength: 30 },
);

it('whatever is done to it, each timer comes once, in its order, not before its time, and not when cancelled', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (all: Act[]) => {
      const clock = new Clock();
      const asked: { due: number; cancel: () => void; state: 'waits' | 'fired' | 'cancelled' }[] = [];
      /** The numbers of those that came, and what elapsed until then. */
      const came: { number: number; at: number }[] = [];
      let latest = 0;
      for (const one of all) {
        if (one.act === 'after') {
          const number = asked.length;
          const { cancel } = clock.after(one.seconds, () => {
            const timer = asked[number];
            expect(timer?.state).toBe('waits');
            if (timer) timer.state = 'fired';
            came.push({ number, at: clock.elapsed() });
          });
          asked.push({ due: clock.elapsed() + one.seconds * 1000, cancel, state: 'waits' });
        } else if (one.act === 'move') {
          await clock.move(one.seconds, { every: Math.max(one.seconds / one.steps, 1) });
        } else if (one.act === 'cancel') {
          const found = asked[one.which];
          if (found?.state === 'waits') found.state = 'cancelled';
          found?.cancel();
        } else clock[one.act]();
        expect(clock.elapsed()).toBeGreaterThanOrEqual(latest);
        latest = clock.elapsed();
      }
      await clock.move(10_000);
      for (const { number, at } of came) expect(at).toBeGreaterThanOrEqual((asked[number]?.due ?? 0) - SLACK);
      const states = asked.map(({ state }) => state);
      expect(states).not.toContain('waits');
      expect(came).toHaveLength(states.filter((state) => state === 'fired').length);
      for (const [index, { number, at }] of came.entries()) {
        const before = came[index - 1];
        // Of those that came in one jump, the one that was due first is first.
        if (before?.at === at) {
          const [one, other] = [asked[before.number]?.due ?? 0, asked[number]?.due ?? 0];
          expect(one < other + SLACK).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

describe('a length of time as people write it', () => {
  it.each([
    ['90', 90],
    ['45s', 45],
    ['15m', 900],
    ['3d', 259_200],
    ['1d12h', 129_600],
    ['1.5h', 5400],
  ])('%s', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  it.each(['', 'soon', '3 days', '3w', '-1d', 'd', '1d junk'])('not %j', (text) =>
    expect(() => parseDuration(text)).toThrow(/write it as/),
  );
});
