import type { Untold } from '../deployment/tell-untold.ts';
import { onceKey, untoldKey } from './keys.ts';
import type { Table } from './table.ts';

/** Longer than `announce` may run (30 s), shorter than Lambda waits before it tries again (a minute). */
const TAKEN_MS = 45_000;

const keyOf = (what: string) => onceKey(`announced#${what}`);

/** Keeps what is to be announced until it is: the event that asks for it may be lost. */
export async function leaveUntold(table: Table, { about, ...news }: Untold): Promise<void> {
  await table.put({ ...untoldKey(about), ...news });
}

export async function listUntold(table: Table): Promise<Untold[]> {
  const found = await table.list<Omit<Untold, 'about'> & { sk: string }>('untold', '');
  return found.map(({ sk, since, detailType, detail }) => ({ about: sk, since, detailType, detail }));
}

export function forgetUntold(table: Table, about: string): Promise<void> {
  return table.remove(untoldKey(about));
}

/** Takes it on to announce something. False when that is done, or somebody is about to: one event may come twice at once. */
export async function takeAnnouncement(
  table: Table,
  what: string,
  now: number,
  expires: number,
): Promise<boolean> {
  const taken = await table.put(
    { ...keyOf(what), takenUntil: now + TAKEN_MS, expires },
    { expression: 'attribute_not_exists(pk) OR takenUntil < :now', values: { ':now': now } },
  );
  if (taken) return true;
  const kept = await table.get<{ takenUntil?: number }>(keyOf(what));
  // Done, and asked for again since.
  if (kept !== undefined && kept.takenUntil === undefined) await forgetUntold(table, what);
  return false;
}

/** It is done, for good: what has no `takenUntil` cannot be taken again. */
export async function announced(table: Table, what: string, expires: number): Promise<void> {
  await table.put({ ...keyOf(what), expires });
  await forgetUntold(table, what);
}

/** It could not be done: the next try may take it at once. */
export function giveAnnouncementBack(table: Table, what: string, expires: number): Promise<boolean> {
  return table.put({ ...keyOf(what), takenUntil: 0, expires });
}
