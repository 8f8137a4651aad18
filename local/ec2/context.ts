import type { Account, NetworkInterfaces } from '../parts.ts';
import type { NetworkRecords } from './network-records.ts';

/** What the operations work with. */
export interface Context {
  readonly account: Account;
  readonly records: NetworkRecords;
  readonly interfaces: NetworkInterfaces;
}
