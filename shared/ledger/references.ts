import { listUnfinished } from './deployments.ts';
import type { Table } from './table.ts';
import { readTarget } from './targets.ts';

/** What the ledger still needs: by no means may a sweep take it. */
export interface LedgerReferences {
  /** Digests of good releases and of releases under way. */
  readonly images: readonly string[];
  /** Revisions of good releases. */
  readonly taskDefinitions: readonly string[];
}

export async function references(table: Table): Promise<LedgerReferences> {
  const targets = await table.list<{ sk: string }>('targets', '');
  const [states, unfinished] = await Promise.all([
    Promise.all(targets.map(({ sk }) => readTarget(table, sk))),
    listUnfinished(table),
  ]);
  const good = states.flatMap((state) => state.good);
  return {
    images: [...good.map(({ digest }) => digest), ...unfinished.map(({ release }) => release.digest)],
    taskDefinitions: good.map(({ revision }) => revision),
  };
}
