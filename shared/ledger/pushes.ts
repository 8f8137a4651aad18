import { Retryable } from '../deployment/errors.ts';
import type { Deployment } from '../deployment/model.ts';
import { nextOrder } from '../deployment/order.ts';
import { readBuild } from './builds.ts';
import { commitKey, orderKey, pushKey } from './keys.ts';
import type { Table } from './table.ts';

const TRIES = 25;

/** Pushes this close to each other belong together: a commit and its correction. */
const TOGETHER_MS = 10_000;

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
  const order = known?.order ?? (await takeNumber(table, pipeline, after, now));
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

/** Whether the push that led to this deployment was followed by another one within seconds, which is still being built. */
export async function newerPushIsBuilding(
  table: Table,
  { pipeline, kind, order, release }: Deployment,
): Promise<boolean> {
  if (kind !== 'deploy' || release.commit === undefined) return false;
  const last = await table.get<{ order: number; commit?: string }>(orderKey(pipeline));
  if (last?.commit === undefined || last.order <= order || last.order - order > TOGETHER_MS) return false;
  // A person who asks for this very commit means it.
  if ((await orderOfCommit(table, pipeline, release.commit)) !== order) return false;
  return (await readBuild(table, pipeline, last.commit))?.status === undefined;
}

async function takeNumber(table: Table, pipeline: string, commit: string, now: number): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const last = (await table.get<{ order: number }>(orderKey(pipeline)))?.order;
    const order = nextOrder(last, now);
    const taken = await table.set(
      orderKey(pipeline),
      { order, commit },
      { expression: 'attribute_not_exists(pk) OR #order < :order' },
    );
    if (taken) return order;
  }
  throw new Retryable(`no number could be had for a push of ${pipeline}: too many at once, try again`);
}
