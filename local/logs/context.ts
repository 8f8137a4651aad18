import type { Clock } from '../clock.ts';
import type { Account } from '../parts.ts';
import type { LogGroups } from './groups.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly groups: LogGroups;
}
