import type { Account, Refuses } from '../parts.ts';
import type { Buckets } from './buckets.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly buckets: Buckets;
  readonly refuses: Refuses;
}
