import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideSweep, type Inventory } from '../../../shared/sweep/decide.ts';
import type { Resource } from '../../../shared/sweep/resource.ts';

const hour = 3_600_000;
const now = 1000 * hour;
const policy = {
  revisions: { keepNewest: 1, minimumAgeSeconds: 3600 },
  images: { keepNewest: 1, minimumAgeSeconds: 3600 },
};

function revision(id: string, age: number, holds: string[] = [], more: Partial<Resource> = {}): Resource {
  return { kind: 'revisions', id, group: 'web', createdAt: now - age * hour, names: [], holds, ...more };
}

function image(id: string, age: number, holds: string[] = [], more: Partial<Resource> = {}): Resource {
  return { ...revision(id, age, holds, { names: [`digest-${id}`], ...more }), kind: 'images' };
}

function removed(inventory: Inventory, only = policy as Partial<typeof policy>): string[] {
  return decideSweep(inventory, only as typeof policy, now).remove.map(({ resource }) => resource.id);
}

test('what is used stays with all that it holds; then the newest, and the rest goes', () => {
  const resources = [
    revision('r1', 50, ['digest-i1']),
    revision('r2', 40, ['digest-i2']),
    revision('r3', 30, ['digest-i3']),
    revision('r4', 20, ['digest-i4']),
    ...['i1', 'i2', 'i3', 'i4', 'i5'].map((id, index) => image(id, 50 - index)),
  ];
  const references = [{ name: 'r2', because: 'a service has it' }];
  const decision = decideSweep({ resources, references }, policy, now);
  expect(decision.remove.map(({ resource, reason }) => `${resource.id}: ${reason}`)).toEqual([
    'r1: nothing uses it, 50 h old',
    'r3: nothing uses it, 30 h old',
    'i1: nothing uses it, 50 h old',
    'i3: nothing uses it, 48 h old',
  ]);
  expect(Object.fromEntries(decision.keep.map(({ id, because }) => [id, because]))).toEqual({
    r2: 'a service has it',
    i2: 'r2 stays and uses it',
    r4: 'it is one of the newest 1 of web',
    i4: 'r4 stays and uses it',
    i5: 'it is one of the newest 1 of web',
  });
});

test('what is young, of unknown age, untouchable or of another kind stays', () => {
  const { createdAt: _, ...ageless } = revision('ageless', 0);
  const resources = [
    revision('newest', 2),
    revision('old', 9),
    ageless,
    revision('young', 0.5),
    revision('foreign', 9, ['digest-used'], { untouchable: 'not ours' }),
    image('used', 90),
    image('a', 80),
    image('b', 70),
  ];
  expect(removed({ resources, references: [] })).toEqual(['old', 'a']);
  // When only images are swept, every revision holds its images, also one that could go.
  const held = [revision('old', 90, ['digest-a']), ...resources];
  expect(removed({ resources: held, references: [] }, { images: policy.images })).toEqual([]);
});

test('parts go with what they belong to, and are not counted among the newest', () => {
  const part = { isPart: true };
  const resources = [
    image('index1', 50, ['child1', 'shared']),
    image('child1', 50, [], part),
    image('shared', 50, [], part),
    image('index2', 40, ['child2', 'shared']),
    image('child2', 40, [], part),
  ];
  expect(removed({ resources, references: [] })).toEqual(['index1', 'child1']);
});

const names = fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `n${index}`));
const resource = fc.record({
  kind: fc.constantFrom('revisions', 'images'),
  group: fc.constantFrom('a', 'b'),
  age: fc.integer({ min: -5, max: 100 }),
  names: fc.array(names, { maxLength: 3 }),
  holds: fc.array(names, { maxLength: 3 }),
  isPart: fc.boolean(),
});

test('nothing that is referenced is ever removed, nor what it holds, whatever there is', () => {
  const inventories = fc.record({
    list: fc.array(resource, { maxLength: 30 }),
    used: fc.array(names, { maxLength: 4 }),
  });
  const policies = fc.record({
    keepNewest: fc.nat(3),
    minimumAgeSeconds: fc.constantFrom(0, 3600, 86_400),
  });
  fc.assert(
    fc.property(inventories, policies, ({ list, used }, rule) => {
      const resources = list.map(({ age, ...rest }, index) => ({
        ...rest,
        id: `id${index}`,
        createdAt: now - age * hour,
      }));
      const references = used.map((name) => ({ name, because: 'used' }));
      const { remove, keep } = decideSweep({ resources, references }, { revisions: rule, images: rule }, now);
      const gone = new Set(remove.map(({ resource }) => resource.id));

      expect(gone.size + keep.length).toBe(resources.length);
      for (const { id, names, holds, createdAt } of resources) {
        if (gone.has(id)) {
          expect(names.filter((name) => used.includes(name))).toEqual([]);
          expect(now - createdAt).toBeGreaterThanOrEqual(rule.minimumAgeSeconds * 1000);
          continue;
        }
        // What stays has all that it needs.
        for (const other of resources) {
          if (other.names.some((name) => holds.includes(name))) expect(gone.has(other.id)).toBe(false);
        }
      }
    }),
    { numRuns: 500 },
  );
});
