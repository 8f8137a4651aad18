import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NumberedPush, placePush } from '../../../shared/deployment/order.ts';

const NOW = Date.UTC(2026, 10, 1);

/** Places pushes, written `FROM>TO`, one after another, and gives their numbers. */
function place(pushes: readonly string[], milliseconds = 100): number[] {
  let recent: readonly NumberedPush[] = [];
  return pushes.map((text, index) => {
    const [before = '', after = ''] = text.split('>');
    const placed = placePush(
      recent,
      { branch: 'main', before, after },
      undefined,
      NOW + index * milliseconds,
    );
    recent = placed.recent;
    expect(recent.map(({ order }) => order)).toEqual(recent.map(({ order }) => order).sort((a, b) => a - b));
    return placed.order;
  });
}

const isGrowing = (numbers: readonly number[]) =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));

describe('the number of a push', () => {
  it('grows in the order of the pushes, whatever commits they go to and back', () => {
    const walk = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(walk, fc.integer({ min: 0, max: 2000 }), (commits, milliseconds) => {
        const steps = commits.filter((commit, index) => commit !== commits[index - 1]);
        const pushes = steps.slice(1).map((commit, index) => `${steps[index]}>${commit}`);
        expect(isGrowing(place(pushes, milliseconds))).toBe(true);
      }),
    );
  });

  it('is below that of the next push also when that one is told first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), (length, seed) => {
        const pushes = Array.from({ length }, (_, index) => `c${index}>c${index + 1}`);
        const at = seed % (length - 1);
        const told = pushes.toSpliced(at, 2, pushes[at + 1] ?? '', pushes[at] ?? '');
        const numbers = new Map(place(told).map((number, index) => [told[index], number]));
        expect(isGrowing(pushes.map((push) => numbers.get(push) ?? 0))).toBe(true);
      }),
    );
  });

  it('stays what it is when the push is told again', () => {
    const [first, second, again, last] = place(['a>b', 'b>c', 'a>b', 'b>c']);
    expect([again, last]).toEqual([first, second]);
  });

  it('is a new one when a force push went back and the same commit is pushed once more', () => {
    expect(isGrowing(place(['a>b', 'b>a', 'a>b']))).toBe(true);
  });

  it('is a new one for a push long after the one that it would have led to', () => {
    expect(isGrowing(place(['b>c', 'a>b'], 3_600_000))).toBe(true);
  });

  it('is kept however long ago it was given', () => {
    const { order, recent } = placePush([], { branch: 'main', before: 'a', after: 'b' }, 7, NOW);
    expect({ order, recent }).toEqual({ order: 7, recent: [] });
  });
});
