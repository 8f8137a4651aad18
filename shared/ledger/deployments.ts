import type { DeploymentRecord } from '../deployment/commands.ts';
import type { Deployment, Ending, TrailEntry } from '../deployment/model.ts';
import { deploymentKey, historyKey, lastKey, trailKey, unfinishedKey } from './keys.ts';
import type { Table } from './table.ts';

interface DeploymentItem {
  readonly deployment: Deployment;
  readonly ending?: Ending;
  /** What wakes the deployment that waits for this one's end. */
  readonly follower?: string;
}

/** Writes down that a deployment is asked for. False when this very one was asked for before. */
export async function addDeployment(table: Table, deployment: Deployment): Promise<boolean> {
  const { id, pipeline, requestedAt } = deployment;
  // Before the record: a crash in between must not leave it out of this list, and once it has ended it is not in it.
  const isNew = (await table.get(deploymentKey(id))) === undefined;
  if (isNew) await table.add({ ...unfinishedKey(id), requestedAt });
  const added = await table.add({ ...deploymentKey(id), deployment });
  // Written again each time, for the same reason.
  const { deployment: kept } = await readItem(table, id);
  await table.put({ ...historyKey(pipeline, kept.requestedAt, id), id });
  return added;
}

export async function readDeployment(table: Table, id: string): Promise<Deployment> {
  return (await readItem(table, id)).deployment;
}

/** Undefined for one that this ledger does not know: another Slipway's in the same account. */
export async function findDeployment(table: Table, id: string): Promise<Deployment | undefined> {
  return (await table.get<DeploymentItem>(deploymentKey(id)))?.deployment;
}

async function readItem(table: Table, id: string): Promise<DeploymentItem> {
  const item = await table.get<DeploymentItem>(deploymentKey(id));
  if (item === undefined) throw new Error(`the ledger has no deployment ${id}`);
  return item;
}

export async function note(table: Table, deployment: string, entry: TrailEntry): Promise<void> {
  await table.add({ ...trailKey(deployment, entry.step), ...entry });
}

export async function endDeployment(table: Table, deployment: Deployment, ending: Ending): Promise<Ending> {
  const { id, target } = deployment;
  await table.set(deploymentKey(id), { ending }, { expression: 'attribute_not_exists(ending)' });
  const kept = (await readItem(table, id)).ending ?? ending;
  await table.put({ ...lastKey(target), deployment: id, ...kept });
  return kept;
}

/** Undefined while it has not ended. */
export async function endingOf(table: Table, id: string): Promise<Ending | undefined> {
  return (await table.get<DeploymentItem>(deploymentKey(id)))?.ending;
}

/**
 * How a deployment ended; while it has not, the token is left on its record. One condition decides between the two: what
 * ends it reads the token after it has written the ending, so none is overlooked.
 */
export async function awaitEnding(table: Table, id: string, token: string): Promise<Ending | undefined> {
  const unended = { expression: 'attribute_exists(deployment) AND attribute_not_exists(ending)' };
  const left = await table.set(deploymentKey(id), { follower: token }, unended);
  return left ? undefined : (await readItem(table, id)).ending;
}

export async function followerOf(table: Table, id: string): Promise<string | undefined> {
  return (await readItem(table, id)).follower;
}

export async function lastEnding(
  table: Table,
  target: string,
): Promise<(Ending & { deployment: string }) | undefined> {
  return table.get(lastKey(target));
}

export async function readRecord(table: Table, id: string): Promise<DeploymentRecord | undefined> {
  const item = await table.get<DeploymentItem>(deploymentKey(id));
  if (item === undefined) return undefined;
  const trail = await table.list<TrailEntry>(deploymentKey(id).pk, 'trail#');
  const entries = trail
    .map(({ step, at, detail, probes }) => ({ step, at, detail, ...(probes ? { probes } : {}) }))
    .sort((a, b) => a.at - b.at);
  return { deployment: item.deployment, trail: entries, ...(item.ending ? { ending: item.ending } : {}) };
}

/** A pipeline's deployments, newest first. */
export async function listHistory(
  table: Table,
  pipeline: string,
  limit: number,
): Promise<DeploymentRecord[]> {
  const entries = await table.list<{ id: string }>(`history#${pipeline}`, '', { newestFirst: true, limit });
  const records = await Promise.all(entries.map(({ id }) => table.get<DeploymentItem>(deploymentKey(id))));
  return records
    .filter((item) => item !== undefined)
    .map(({ deployment, ending }) => ({ deployment, trail: [], ...(ending ? { ending } : {}) }));
}

/** Those that were written down only half-way are left out: whoever asked for them asks again. */
export async function listUnfinished(table: Table): Promise<Deployment[]> {
  const entries = await table.list<{ sk: string }>('unfinished', '');
  const items = await Promise.all(entries.map(({ sk }) => table.get<DeploymentItem>(deploymentKey(sk))));
  return items.filter((item) => item !== undefined).map(({ deployment }) => deployment);
}

export function forgetUnfinished(table: Table, id: string): Promise<void> {
  return table.remove(unfinishedKey(id));
}
