import { onceKey } from './keys.ts';
import type { Table } from './table.ts';

/** Longer than `announce` may run (30 s), shorter than Lambda waits before it tries again (a minute). */
const TAKEN_MS = 45_000;

const keyOf = (what: string) => onceKey(`announced#${what}`);

/** Takes it on to announce something. False when that is done, or somebody is about to: one event may come twice at once. */
export function takeAnnouncement(table: Table, what: string, now: number, expires: number): Promise<boolean> {
  return table.put(
    { ...keyOf(what), takenUntil: now + TAKEN_MS, expires },
    { expression: 'attribute_not_exists(pk) OR takenUntil < :now', values: { ':now': now } },
  );
}

/** It is done, for good: what has no `takenUntil` cannot be taken again. */
export function announced(table: Table, what: string, expires: number): Promise<boolean> {
  return table.put({ ...keyOf(what), expires });
}

/** It could not be done: the next try may take it at once. */
export function giveAnnouncementBack(table: Table, what: string, expires: number): Promise<boolean> {
  return table.put({ ...keyOf(what), takenUntil: 0, expires });
}
