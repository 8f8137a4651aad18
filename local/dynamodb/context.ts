import type { Clock } from '../clock.ts';
import type { Account } from '../parts.ts';
import type { Engine } from './engine.ts';
import type { Tables } from './tables.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly tables: Tables;
}
