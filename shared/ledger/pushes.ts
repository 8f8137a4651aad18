import { Retryable } from '../deployment/errors.ts';
import { nextOrder } from '../deployment/order.ts';
import { commitKey, orderKey, pushKey } from './keys.ts';
import type { Table } from './table.ts';

const TRIES = 25;

export interface PushedCommit {
  readonly pipeline: string;
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

/** Gives a push its number; the same one when the same push is told again. */
export async function numberPush(
  table: Table,
  push: PushedCommit,
  now: number,
): Promise<{ order: number; isNew: boolean }> {
  const { pipeline, branch, before, after } = push;
  const key = pushKey(pipeline, branch, before, after);
  const known = await table.get<{ order: number }>(key);
  const order = known?.order ?? (await takeNumber(table, pipeline, now));
  const added = known === undefined && (await table.add({ ...key, order, at: now }));
  const kept = added || known ? order : ((await table.get<{ order: number }>(key))?.order ?? order);
  // The commit's order is that of the last push that brought it: a force push back to it makes it new again.
  await table.set(
    commitKey(pipeline, after),
    { order: kept },
    { expression: 'attribute_not_exists(pk) OR #order < :order' },
  );
  return { order: kept, isNew: added };
}

/** The order of the last push that brought this commit; undefined when none did. */
export async function orderOfCommit(
  table: Table,
  pipeline: string,
  commit: string,
): Promise<number | undefined> {
  return (await table.get<{ order: number }>(commitKey(pipeline, commit)))?.order;
}

/** The pushed commits that begin so: two are enough to know that it is not only one. */
export async function commitsLike(table: Table, pipeline: string, beginning: string): Promise<string[]> {
  const { pk, sk } = commitKey(pipeline, beginning);
  const items = await table.list<{ sk: string }>(pk, sk, { limit: 2 });
  return items.map((item) => item.sk.slice(sk.length - beginning.length));
}

async function takeNumber(table: Table, pipeline: string, now: number): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const last = (await table.get<{ order: number }>(orderKey(pipeline)))?.order;
    const order = nextOrder(last, now);
    const taken = await table.set(
      orderKey(pipeline),
      { order },
      { expression: 'attribute_not_exists(pk) OR #order < :order' },
    );
    if (taken) return order;
  }
  throw new Retryable(`no number could be had for a push of ${pipeline}: too many at once, try again`);
}
