import { expect, it } from 'vitest';
import type { Kind } from '../../conformance/made/kind.ts';
import { loadBalancers } from '../../conformance/made/load-balancers.ts';
import { roles } from '../../conformance/made/roles.ts';
import { services } from '../../conformance/made/services.ts';
import { targetGroups } from '../../conformance/made/target-groups.ts';
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

it('ends when its time is over, and keeps the roles for what is left, and for a service all that it needs to end', async () => {
  const never = () => refusing(...Array.from({ length: 10_000 }, () => 'ResourceInUseException'));
  const other = refusing();
  const thing = { kind: never(), name: 'thing' };
  const service = { kind: { ...never(), what: 'service', needs: services.needs ?? [] }, name: 'web' };
  const needed = [
    { kind: roles, name: 'infrastructure' },
    { kind: targetGroups, name: 'group' },
    { kind: loadBalancers, name: 'balancer' },
  ];
  const reasons = async (...made: Parameters<typeof removeAll>[0]) =>
    (await removeAll(made, { everyMs: 1, limitMs: 20 })).map(({ message }) => message);
  expect(await reasons({ kind: roles, name: 'function' }, thing)).toEqual([
    'thing thing: ResourceInUseException: refused',
    'role function: kept for what is left',
  ]);
  expect(await reasons(...needed, { kind: other, name: 'queue' }, service)).toEqual([
    'service web: ResourceInUseException: refused',
    'target group group: kept for what is left',
    'load balancer balancer: kept for what is left',
    'role infrastructure: kept for what is left',
  ]);
  expect(other.removed).toEqual(['queue']);
});
