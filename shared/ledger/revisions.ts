import { revisionKey } from './keys.ts';
import type { Table } from './table.ts';

/** How long one may take to register a revision before another may: longer than the call with its retries. */
const TAKEN_MS = 20_000;

/** How long it is remembered what was registered. What is forgotten is registered anew when it is needed again. */
const REMEMBERED_SECONDS = 90 * 24 * 3600;

interface RevisionItem {
  /** Set once it is registered. */
  readonly arn?: string;
  /** Until then: who is about to register it, and for how long. */
  readonly holder?: string;
  readonly takenUntil?: number;
}

/**
 * Which task definition was registered from which content, so that it is registered once.
 *
 * @param scope the account and region: the same content is another revision in each
 * @param now gives milliseconds since 1970
 */
export function createRevisions(table: Table, scope: string, now: () => number) {
  const write = (
    fingerprint: string,
    item: RevisionItem,
    condition?: { expression: string; values?: Record<string, unknown> },
  ) => {
    const expires = Math.round(now() / 1000) + REMEMBERED_SECONDS;
    return table.put({ ...revisionKey(scope, fingerprint), ...item, expires }, condition);
  };
  return {
    async take(fingerprint: string, by: string) {
      const known = await table.get<RevisionItem>(revisionKey(scope, fingerprint));
      if (known?.arn !== undefined) return { kind: 'registered', arn: known.arn } as const;
      const isFree = known === undefined || known.holder === by || (known.takenUntil ?? 0) <= now();
      if (!isFree) return { kind: 'busy' } as const;
      const unchanged =
        known === undefined
          ? { expression: 'attribute_not_exists(pk)' }
          : {
              expression: 'takenUntil = :seen AND attribute_not_exists(arn)',
              values: { ':seen': known.takenUntil },
            };
      const taken = await write(fingerprint, { holder: by, takenUntil: now() + TAKEN_MS }, unchanged);
      return taken ? ({ kind: 'yours', again: known !== undefined } as const) : ({ kind: 'busy' } as const);
    },
    async registered(fingerprint: string, arn: string): Promise<void> {
      await write(fingerprint, { arn });
    },
    async giveBack(fingerprint: string, by: string): Promise<void> {
      await write(fingerprint, { takenUntil: 0 }, { expression: 'holder = :by', values: { ':by': by } });
    },
    async forget(fingerprint: string, arn: string): Promise<void> {
      await write(fingerprint, { takenUntil: 0 }, { expression: 'arn = :arn', values: { ':arn': arn } });
    },
  };
}
