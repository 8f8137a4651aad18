import type { Clock } from '../clock.ts';
import type { Account } from '../parts.ts';
import type { Certificates } from './certificates.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly certificates: Certificates;
}
