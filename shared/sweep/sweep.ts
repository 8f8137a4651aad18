import type { ECSClient } from '@aws-sdk/client-ecs';
import { type Decision, decideSweep, type Inventory } from './decide.ts';
import { readEcsUse } from './ecs-use.ts';
import type { SweepPolicy } from './policy.ts';
import { type References, readLedger } from './references.ts';
import type { RemovalFailure, Resource, ResourceKind } from './resource.ts';

export interface SweepReport {
  readonly dryRun: boolean;
  /** What was removed, or what would be. */
  readonly removed: readonly {
    readonly kind: string;
    readonly id: string;
    readonly reason: string;
    readonly bytes?: number;
  }[];
  /** How many resources of the swept kinds stay. */
  readonly kept: number;
  /** Of what was removed. Layers that images share are counted with each of them, so it may be less in truth. */
  readonly bytes: number;
  readonly failures: readonly RemovalFailure[];
}

export interface Sweeping {
  readonly ecs: ECSClient;
  readonly kinds: readonly ResourceKind[];
  readonly ledger: References;
  readonly policy: SweepPolicy;
  readonly dryRun: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Removes what nothing uses. All that may refer to something is read first, and read again right before each kind is
 * removed: what has come into use in between stays.
 *
 * @throws Error when something could not be read; then nothing has been removed
 */
export async function sweep(sweeping: Sweeping): Promise<SweepReport> {
  const { kinds, policy, dryRun, now } = sweeping;
  const decision = decideSweep(await look(sweeping), policy, now);
  if (dryRun) return report(sweeping, decision, decision.remove, []);

  const removed: Decision['remove'][number][] = [];
  const failures: RemovalFailure[] = [];
  for (const kind of kinds) {
    const planned = decision.remove.filter(({ resource }) => resource.kind === kind.kind);
    if (planned.length === 0) continue;
    const done = await removeKind(sweeping, kind, planned);
    const failed = new Set(done.failures.map(({ id }) => id));
    failures.push(...done.failures);
    removed.push(...done.tried.filter(({ resource }) => !failed.has(resource.id)));
  }
  return report(sweeping, decision, removed, failures);
}

/**
 * Everything that there is and everything that refers to it; all or nothing. What refers to it is read before and after:
 * before, to know where to look; after, so that the time between the last look and the removal is short.
 */
async function look({ ecs, kinds, ledger }: Sweeping): Promise<Inventory> {
  const [use, known] = await Promise.all([readEcsUse(ecs), readLedger(ledger)]);
  const resources: Resource[] = [];
  for (const kind of kinds) resources.push(...(await kind.inventory(use, known)));
  const [useNow, knownNow] = await Promise.all([readEcsUse(ecs), readLedger(ledger)]);
  return { resources, references: [...use.references, ...known, ...useNow.references, ...knownNow] };
}

async function removeKind(
  sweeping: Sweeping,
  kind: ResourceKind,
  planned: Decision['remove'],
): Promise<{ tried: Decision['remove']; failures: readonly RemovalFailure[] }> {
  const { policy, now } = sweeping;
  const rule = policy[kind.kind];
  try {
    // With this kind alone: what is still there of the others holds what it holds, also if it was to be removed.
    const again = decideSweep(await look(sweeping), rule ? { [kind.kind]: rule } : {}, now);
    const free = new Set(again.remove.map(({ resource }) => resource.id));
    const tried = planned.filter(({ resource }) => free.has(resource.id));
    return { tried, failures: await kind.remove(tried.map(({ resource }) => resource)) };
  } catch (error) {
    const message = `not removed, for what uses it could not be read again: ${String(error)}`;
    const failures = planned.map(({ resource }) => ({ kind: kind.kind, id: resource.id, message }));
    return { tried: [], failures };
  }
}

function report(
  { policy, dryRun }: Sweeping,
  decision: Decision,
  removed: Decision['remove'],
  failures: readonly RemovalFailure[],
): SweepReport {
  const all = decision.remove.length + decision.keep.filter(({ kind }) => kind in policy).length;
  return {
    dryRun,
    removed: removed.map(({ resource: { kind, id, bytes }, reason }) => ({
      kind,
      id,
      reason,
      ...(bytes !== undefined && { bytes }),
    })),
    kept: all - removed.length,
    bytes: removed.reduce((sum, { resource }) => sum + (resource.bytes ?? 0), 0),
    failures,
  };
}
