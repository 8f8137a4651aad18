import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AwsError } from '../../local/gateway/service.ts';
import { cutPage } from '../../local/paging.ts';

const refuse = () => new AwsError('ValidationException', 'Invalid token');

/** Reads all pages of a list that `list` gives anew each time; `between` is called after each page. */
function readAll<T>(list: () => readonly T[], size: number, between: (page: T[]) => void = () => {}): T[] {
  const read: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = cutPage(list(), { token, size }, refuse);
    read.push(...items);
    token = next;
    between(items);
  } while (token !== undefined && read.length < 1000);
  return read;
}

it('gives each item once, whether the list is kept, made anew, or of texts', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (numbers, size) => {
      const kept = numbers.map((number) => ({ number }));
      expect(readAll(() => kept, size)).toEqual(kept);
      expect(readAll(() => numbers.map((number) => ({ number })), size)).toEqual(kept);
      const texts = numbers.map((number, index) => `${index} ${number}`);
      expect(readAll(() => texts, size)).toEqual(texts);
    }),
  );
});

it('misses nothing that stays while others come at the front or go', () => {
  const old = Array.from({ length: 9 }, (_, id) => ({ id }));
  const list = [...old];
  let came = 100;
  const read = readAll(
    () => list,
    2,
    ([first]) => {
      list.unshift({ id: came++ });
      // What was read may go: the list is shorter before the place where it goes on.
      list.splice(
        list.findIndex(({ id }) => id === first?.id),
        1,
      );
    },
  );
  expect(read.map(({ id }) => id)).toEqual(old.map(({ id }) => id));
});

it('goes on where the last item was, when that one has gone', () => {
  const list = Array.from({ length: 5 }, (_, id) => ({ id }));
  const read = readAll(
    () => list,
    1,
    ([last]) => {
      if (last?.id === 1) list.splice(1, 1);
    },
  );
  expect(read.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
});

it.each(['', 'x', '!!!!', 'bm90IG91cnM', Buffer.from('[0,"=a"]').toString('base64url')])(
  'refuses the token %j',
  (token) => {
    expect(() => cutPage(['a', 'b'], { token, size: 1 }, refuse)).toThrow('Invalid token');
  },
);
