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
}

export function begun(at: number): Progress {
  return { at, spared: 0 };
}

/** A rollout that is under way was looked at again. */
export function lookedAgain(
  { at, waits, spared }: Progress,
  seen: Extract<Judgement, { kind: 'running' }>,
  now: number,
): Progress {
  return {
    at: now,
    // Where the wait has begun or ended in between, all of that time is spared: it is no longer than one timer.
    spared: spared + (waits || seen.waits ? now - at : 0),
    ...(seen.stage ? { stage: seen.stage.name } : {}),
    ...(seen.waits ? { waits: true } : {}),
  };
}
