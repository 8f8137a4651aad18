import type { Clock } from '../clock.ts';
import type { Account, Deliveries } from '../parts.ts';
import type { Buses } from './buses.ts';
import type { Router } from './router.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly deliveries: Deliveries;
  readonly buses: Buses;
  readonly router: Router;
}
