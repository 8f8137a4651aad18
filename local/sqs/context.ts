import type { Clock } from '../clock.ts';
import type { Queues } from './queues.ts';

/** What the operations work on. */
export interface Context {
  readonly clock: Clock;
  readonly queues: Queues;
  /** Fires when the cloud ends: nobody waits for messages any more. */
  readonly closing: AbortSignal;
}
