import type { Change } from '../deployment/claim.ts';
import { Retryable } from '../deployment/errors.ts';
import { emptyTarget, type TargetState } from '../deployment/target-state.ts';
import { knownTargetKey, targetKey } from './keys.ts';
import type { Item, Table } from './table.ts';

/** How often a change is tried again because somebody else's came first. Each loser means that one change was made. */
const TRIES = 25;

interface TargetItem {
  readonly state: TargetState;
  readonly version: number;
}

export async function readTarget(table: Table, key: string): Promise<TargetState> {
  return (await table.get<TargetItem>(targetKey(key)))?.state ?? emptyTarget;
}

/** Reads, changes and writes back on the condition that nobody wrote in between. @throws Retryable */
export async function changeTarget<Result>(
  table: Table,
  key: string,
  change: (state: TargetState) => Change<Result>,
): Promise<Result> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const item = await table.get<TargetItem>(targetKey(key));
    const before = item?.state ?? emptyTarget;
    const { state, result } = change(before);
    if (state === before) return result;
    const version = (item?.version ?? 0) + 1;
    const next: Item = { ...targetKey(key), state, version };
    const written =
      item === undefined
        ? await table.add(next)
        : await table.put(next, { expression: 'version = :version', values: { ':version': item.version } });
    if (item === undefined && written) await table.add({ ...knownTargetKey(key) });
    if (written) return result;
  }
  throw new Retryable(`the ledger's item of ${key} was changed ${TRIES} times by others: try again`);
}
