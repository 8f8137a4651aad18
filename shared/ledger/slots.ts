import { Retryable } from '../deployment/errors.ts';
import { slotKey } from './keys.ts';
import type { Table } from './table.ts';

/** The line is either empty or not: only when it turns from one to the other in between is it tried again. */
const TRIES = 5;

/**
 * Takes the next place in a line: `burst` of them at once, and then one each `everyMs`. Two writes at most, however many
 * come together: a bucket that leaks (generic cell rate algorithm), of which the ledger keeps when it would be empty.
 *
 * @param now milliseconds since 1970
 * @returns from when on the place is one's own, in milliseconds since 1970: now, or later
 */
export async function takeSlot(
  table: Table,
  scope: string,
  now: number,
  everyMs: number,
  burst: number,
): Promise<number> {
  const key = slotKey(scope);
  const values = { ':now': now };
  for (let tries = 0; tries < TRIES; tries++) {
    const isEmpty = { expression: 'attribute_not_exists(#emptyAt) OR #emptyAt <= :now', values };
    if (await table.set(key, { emptyAt: now + everyMs }, isEmpty)) return now;
    const emptyAt = await table.increase(key, 'emptyAt', everyMs, { expression: '#emptyAt > :now', values });
    if (emptyAt !== undefined) return Math.max(now, emptyAt - burst * everyMs);
  }
  throw new Retryable(`the line of ${scope} changed each time that a place in it was to be taken`);
}
