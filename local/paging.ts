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
  const isMore = start + size < items.length && last !== undefined;
  return { items: cut, ...(isMore ? { next: tokenFor([start + size, identityOf(last)]) } : {}) };
}

/** Of an item that is gone it is only known where it was. */
function startAfter(items: readonly unknown[], [before, last]: Position): number {
  const index = items.findIndex((item) => knownIdentity(item) === last);
  return index >= 0 ? index + 1 : before - 1;
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

/** Texts are themselves; objects are told apart by a number, which they get when one ends a page. */
function identityOf(item: unknown): string {
  const known = knownIdentity(item);
  if (known !== undefined) return known;
  identified += 1;
  const identity = `#${identified}`;
  identities.set(item as object, identity); // anything else is known
  return identity;
}

function knownIdentity(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null ? identities.get(item) : `=${String(item)}`;
}
