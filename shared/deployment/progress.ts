import type { Judgement } from './rollout.ts';

/** What a look at a rollout leaves for the next one. */
export interface Progress {
  /** Of the look, milliseconds since 1970. */
  readonly at: number;
  /** The last stage that the trail tells. */
  readonly stage?: string;
  readonly waits?: true;
  /** Milliseconds until then that do not count for the stage's limit: the provider waited as it was told to. */
  readonly spared: number;
  /** In how many looks in a row, this one included, it was over and well. */
  readonly well: number;
  /** Since when it is over and not well, milliseconds since 1970. */
  readonly unwellSince?: number;
  /** Its end may come without an event. */
  readonly unannounced?: true;
}

export function begun(at: number): Progress {
  return { at, spared: 0, well: 0 };
}

/** A rollout that is under way was looked at again. */
export function lookedAgain(
  { at, waits, spared, unwellSince }: Progress,
  seen: Extract<Judgement, { kind: 'running' }>,
  now: number,
): Progress {
  return {
    at: now,
    // Where the wait has begun or ended in between, all of that time is spared: it is no longer than one timer.
    spared: spared + (waits || seen.waits ? now - at : 0),
    ...(seen.stage ? { stage: seen.stage.name } : {}),
    ...(seen.waits ? { waits: true } : {}),
    ...(seen.unannounced ? { unannounced: true } : {}),
    ...(seen.unwell === undefined ? {} : { unwellSince: unwellSince ?? now }),
    well: 0,
  };
}

/** It was over and well, and that is to be seen once more. */
export function seenWell(before: Progress, now: number): Progress {
  const { unwellSince: _, ...more } = before;
  return { ...more, at: now, well: before.well + 1 };
}
