import type { Release } from '../../instances/instance.ts';
import type { Run } from '../operation.ts';

/** What a policy brings about. */
export interface Change {
  readonly release: Release;
  /** What was there before, for whoever breaks off. */
  readonly before: Release;
}

/**
 * Brings a release to an environment's instances, in its own way.
 * @throws OperationFailed what it leaves then is as on AWS; the signal's reason where it was broken off: what it leaves then is as before
 */
export type Policy = (run: Run, change: Change) => Promise<void>;
