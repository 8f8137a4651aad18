import type { AwsError } from './gateway/service.ts';

/** Where a list goes on: how many items are before, and what the last of them is. */
type Position = readonly [before: number, last: string];

/**
 * A page of a list, and the token for the next one where there is more.
 * It goes on behind the last item given, also when items before that have come or gone in the meantime.
 *
 * @param refuse the error for a token that was not given out here
 */
export function cutPage<T>(
  items: readonly T[],
  { token, size }: { token: string | undefined; size: number },
  refuse: () => AwsError,
): { items: T[]; next?: string } {
  const start = token === undefined ? 0 : startAfter(items, positionIn(token, refuse));
  const cut = items.slice(start, start + size);
  const last = cut.at(-1);
  if (last === undefined || start + size >= items.length) return { items: cut };
  for (const item of items) identify(item);
  return { items: cut, next: tokenFor([start + size, knownIdentity(last) ?? '']) };
}

/**
 * Of an item that is gone it is only known where it was. Of a list that is put together anew for each call no item is
 * known again: there the number of items before is all there is.
 */
function startAfter(items: readonly unknown[], [before, last]: Position): number {
  const index = items.findIndex((item) => knownIdentity(item) === last);
  if (index >= 0) return index + 1;
  return items.some((item) => knownIdentity(item) !== undefined) ? before - 1 : before;
}

function tokenFor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function positionIn(token: string, refuse: () => AwsError): Position {
  try {
    const [before, last, ...more] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (Number.isSafeInteger(before) && Number(before) > 0 && typeof last === 'string' && more.length === 0)
      return [Number(before), last];
  } catch {
    // Neither JSON nor a list: not one of ours either.
  }
  throw refuse();
}

const identities = new WeakMap<object, string>();
let identified = 0;

/** Texts are themselves; objects are told apart by a number. */
function knownIdentity(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null ? identities.get(item) : `=${String(item)}`;
}

function identify(item: unknown): void {
  if (typeof item === 'object' && item !== null && !identities.has(item))
    identities.set(item, `#${++identified}`);
}
