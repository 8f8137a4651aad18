import { expect, it } from 'vitest';
import type { Kind } from '../../conformance/made/kind.ts';
import { roles } from '../../conformance/made/roles.ts';
import { removeAll } from '../../conformance/removal.ts';

/** A kind that is refused with these errors, one after the other, and then removed. */
function refusing(...errors: string[]): Kind & { removed: string[] } {
  const removed: string[] = [];
  return {
    what: 'thing',
    named: async () => [],
    removed,
    remove: async (name) => {
      const [next] = errors.splice(0, 1);
      if (next !== undefined) throw Object.assign(new Error('refused'), { name: next });
      removed.push(name);
    },
  };
}

const patience = { everyMs: 1, limitMs: 5000 };

it('tries again while something is in use or on its way, and not when it is refused for good', async () => {
  const busy = refusing(
    'ResourceInUseException',
    'DeleteConflictException',
    'UpdateInProgressException',
    'Throttling',
  );
  const denied = refusing('AccessDeniedException');
  const last = refusing();
  const failures = await removeAll(
    [busy, denied, last].map((kind, index) => ({ kind, name: String(index) })),
    patience,
  );
  expect(busy.removed).toEqual(['0']);
  expect(denied.removed).toEqual([]);
  expect(last.removed).toEqual(['2']);
  expect(failures.map(({ message }) => message)).toEqual(['thing 1: AccessDeniedException: refused']);
});

it('ends when its time is over, and keeps the roles for what is left', async () => {
  const never = refusing(...Array.from({ length: 10_000 }, () => 'ResourceInUseException'));
  const failures = await removeAll(
    [
      { kind: roles, name: 'infrastructure' },
      { kind: never, name: 'service' },
    ],
    { everyMs: 1, limitMs: 20 },
  );
  expect(failures.map(({ message }) => message)).toEqual([
    'thing service: ResourceInUseException: refused',
    'role infrastructure: kept for what is left',
  ]);
});
