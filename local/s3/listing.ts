import type { Bucket, StoredObject } from './buckets.ts';

/** One line of a listing: an object, or the common prefix of several, which has none. */
export interface Entry {
  readonly key: string;
  readonly object?: StoredObject;
}

/** What a bucket has under a prefix, in the order of S3: by the bytes of the names. */
export function entriesOf(
  { objects }: Bucket,
  { prefix, delimiter, after }: { prefix: string; delimiter: string | undefined; after: string },
): Entry[] {
  const found = new Map<string, Entry>();
  for (const object of objects.values()) {
    if (!object.key.startsWith(prefix)) continue;
    const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
    const entry =
      end < 0 ? { key: object.key, object } : { key: object.key.slice(0, end + (delimiter?.length ?? 0)) };
    if (compare(entry.key, after) > 0) found.set(entry.key, entry);
  }
  return [...found.values()].sort((a, b) => compare(a.key, b.key));
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
