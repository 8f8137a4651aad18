import type { Example } from './examples.ts';

/** What became of an example in one of the replays. */
export interface Finding {
  readonly example: Example;
  /** `requests read`, `answers read`, `answered`, `errors as modelled`. */
  readonly what: string;
  /** The error that it was answered with. */
  readonly said?: string;
  /** What was wrong, if anything was. */
  readonly problem?: string;
}
