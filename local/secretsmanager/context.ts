import type { Clock } from '../clock.ts';
import type { Secrets } from './secrets.ts';

/** What the operations work on. */
export interface Context {
  readonly secrets: Secrets;
  readonly clock: Clock;
}
