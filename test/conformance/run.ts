import type { Kind } from './made/kind.ts';
import { PATIENCE, until } from './patience.ts';
import { type Made, removeAll } from './removal.ts';

/** What the names of all runs begin with. */
export const RUNS = 'slipway-conf-';

/** The tag that says which run has made something. */
const TAG = 'slipway-conformance';

export type Run = ReturnType<typeof openRun>;

/** A run's own names and tags, and what it has to remove again. */
export function openRun(kind: 'local' | 'aws', prefix: string) {
  const made: Made[] = [];
  let isEnding = false;
  const checkGoesOn = () => {
    if (isEnding) throw new Error(`${prefix} is being removed: nothing more is made or waited for`);
  };
  return {
    prefix,
    /** A name of this run's own, for whatever is made. */
    name: (what: string) => `${prefix}-${what}`,
    /** What is made is tagged so, in each service's own way of writing it. */
    tags: {
      pascal: [{ Key: TAG, Value: prefix }],
      camel: [{ key: TAG, value: prefix }],
      record: { [TAG]: prefix },
    },
    /**
     * Removes this at the end, the last one first, whatever failed. It is said **before** the thing is made: the answer
     * may be lost.
     */
    undo: (kind: Kind, name: string): void => {
      checkGoesOn();
      if (!made.some((one) => one.kind === kind && one.name === name)) made.push({ kind, name });
    },
    /** Asks until it has what it waits for. @throws Error with what was seen last */
    until: <Seen>(what: string, look: () => Promise<Seen>, holds: (seen: Seen) => boolean): Promise<Seen> => {
      const lookOn = () => {
        checkGoesOn();
        return look();
      };
      return until(PATIENCE[kind], what, lookOn, holds);
    },
    /** A test that was cut off must make nothing meanwhile. @throws AggregateError for what is left */
    close: async (): Promise<void> => {
      isEnding = true;
      const failures = await removeAll(made.toReversed(), PATIENCE[kind]);
      if (failures.length > 0)
        throw new AggregateError(
          failures,
          `left behind: ${failures.map(({ message }) => message).join('; ')}. npm run conformance:clean -- --prefix ${prefix} --yes tries again`,
        );
    },
  };
}
