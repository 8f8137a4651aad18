import { isDeepStrictEqual } from 'node:util';

interface Stream {
  transformToString(): Promise<string>;
}

/**
 * A value so that two of them can be compared: what is not there, and what no wire format can tell from it, is left out.
 * Forms and XML cannot tell an empty list from none.
 */
export async function comparable(value: unknown): Promise<unknown> {
  if (isStream(value)) return value.transformToString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return Promise.all(value.map(comparable));
  if (value instanceof String) return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  const entries = await Promise.all(
    Object.entries(value)
      .filter(([name]) => name !== '$metadata')
      .map(async ([name, item]) => [name, await comparable(item)] as const),
  );
  return Object.fromEntries(
    entries.filter(([, item]) => !isNothing(item)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Whether all that was given arrived. The SDK adds members of its own: checksums, idempotency tokens, the status of HTTP. */
export function holds(got: unknown, given: unknown): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return isDeepStrictEqual(got, given);
  const members = (got ?? {}) as Record<string, unknown>; // anything else holds no member
  return Object.entries(given).every(([name, item]) => isDeepStrictEqual(members[name], item));
}

function isStream(value: unknown): value is Stream {
  return typeof value === 'object' && value !== null && 'transformToString' in value;
}
