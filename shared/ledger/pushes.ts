import { Retryable } from '../deployment/errors.ts';
import type { Deployment } from '../deployment/model.ts';
import { type NumberedPush, placePush } from '../deployment/order.ts';
import { readBuild } from './builds.ts';
import { endingOf } from './deployments.ts';
import { commitKey, orderKey, pushKey } from './keys.ts';
import type { Table } from './table.ts';
import { readTarget } from './targets.ts';

const TRIES = 25;

/** Pushes this close to each other belong together: a commit and its correction. */
const TOGETHER_MS = 10_000;

export interface PushedCommit {
  readonly pipeline: string;
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

interface OrderItem {
  /** By their numbers. */
  readonly recent: readonly NumberedPush[];
  readonly version: number;
}

/** Gives a push its number; the same one when the same push is told again. */
export async function numberPush(table: Table, push: PushedCommit, now: number): Promise<{ order: number }> {
  const { pipeline, branch, before, after } = push;
  const key = pushKey(pipeline, branch, before, after);
  const known = (await table.get<{ order: number }>(key))?.order;
  const order = await takeNumber(table, push, known, now);
  const isGreater = { expression: 'attribute_not_exists(pk) OR #order < :order' };
  if (order !== known) await table.set(key, { order }, isGreater);
  // The commit's order is that of the last push that brought it: a force push back to it makes it new again.
  await table.set(commitKey(pipeline, after), { order }, isGreater);
  return { order };
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

/**
 * Whether the push that led to this deployment was followed by another one within seconds, which is still being built,
 * or was built and has its own deployment on the way.
 */
export async function newerPushIsComing(
  table: Table,
  { pipeline, kind, order, release, target }: Deployment,
): Promise<boolean> {
  if (kind !== 'deploy' || release.commit === undefined) return false;
  const last = (await table.get<OrderItem>(orderKey(pipeline)))?.recent.at(-1);
  if (last === undefined || last.order <= order || last.order - order > TOGETHER_MS) return false;
  // A person who asks for this very commit means it.
  if ((await orderOfCommit(table, pipeline, release.commit)) !== order) return false;
  const build = await readBuild(table, pipeline, last.after);
  // What is known of an earlier push of the same commit says nothing.
  if (build?.status === undefined || build.order !== last.order) return true;
  const its = build.deployments?.[target];
  return its !== undefined && (await endingOf(table, its)) === undefined;
}

/** What wakes the deployments that leave these targets to this push: of pushes that came shortly before it. */
export async function yieldingTo(
  table: Table,
  pipeline: string,
  order: number,
  targets: readonly string[],
): Promise<string[]> {
  const { recent = [] } = (await table.get<OrderItem>(orderKey(pipeline))) ?? {};
  if (!recent.some((other) => other.order < order && order - other.order <= TOGETHER_MS)) return [];
  const states = await Promise.all(targets.map((target) => readTarget(table, target)));
  return states.flatMap(({ waiting }) =>
    waiting?.wakeToken !== undefined && waiting.order < order ? [waiting.wakeToken] : [],
  );
}

async function takeNumber(
  table: Table,
  { pipeline, branch, before, after }: PushedCommit,
  known: number | undefined,
  now: number,
): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const item = await table.get<OrderItem>(orderKey(pipeline));
    const { order, recent } = placePush(item?.recent ?? [], { branch, before, after }, known, now);
    if (recent === item?.recent) return order;
    const version = (item?.version ?? 0) + 1;
    const next = { ...orderKey(pipeline), recent, version };
    const taken =
      item === undefined
        ? await table.add(next)
        : await table.put(next, { expression: 'version = :version', values: { ':version': item.version } });
    if (taken) return order;
  }
  throw new Retryable(`no number could be had for a push of ${pipeline}: too many at once, try again`);
}
