import type { Clock } from '../clock.ts';
import type { Account, ObjectStore } from '../parts.ts';
import type { ResourceProviders } from './provider.ts';
import type { Stacks } from './stacks/stacks.ts';

/** What the operations work on. */
export interface Context {
  readonly account: Account;
  readonly clock: Clock;
  readonly objects: ObjectStore;
  /** Asked each time: the parts of the cloud are put together after this one. */
  readonly providers: () => ResourceProviders;
  readonly stacks: Stacks;
  /** Fires when the cloud ends: nothing new is begun then. */
  readonly closing: AbortSignal;
}
