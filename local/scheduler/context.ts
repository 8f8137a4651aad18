import type { Clock } from '../clock.ts';
import type { Acting } from '../iam/access/delivery.ts';
import type { Account, Deliveries } from '../parts.ts';
import type { Schedules } from './schedules.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly deliveries: Deliveries;
  readonly acting?: Acting;
  readonly schedules: Schedules;
}
