import type { Clock } from '../clock.ts';
import type { Account, Deliveries, Identities, LogStore, ObjectStore, Refuses } from '../parts.ts';
import type { Care } from '../runs/reaper.ts';
import type { Executions } from './durable/executions.ts';
import type { Environments } from './environments/environments.ts';
import type { FunctionRegistry } from './functions/registry.ts';
import type { AsynchronousInvocations } from './invocations/asynchronous.ts';

/** What Lambda needs of the other parts. */
export interface LambdaDeps {
  readonly account: Account;
  readonly clock: Clock;
  readonly identities: Pick<Identities, 'assume'>;
  readonly objects: ObjectStore;
  readonly logs: LogStore;
  readonly deliveries: Deliveries;
  /**
   * Judges what Lambda itself does under a function's role: chained invocations, destinations, dead-letter queues,
   * logs. All is permitted where it is not given.
   */
  readonly refuses?: Refuses;
  /** Ends the functions' processes when this one is killed. */
  readonly care?: Care;
  /** The most operations of its history that a durable function is invoked with; AWS's own limit where there is none. */
  readonly historyPageSize?: () => number | undefined;
  /** Invocations at once over all functions; further ones are throttled. AWS gives a new account 1,000. */
  readonly concurrentExecutions?: number;
}

/** What the operations work on. */
export interface Context extends LambdaDeps {
  readonly registry: FunctionRegistry;
  readonly environments: Environments;
  readonly asynchronous: AsynchronousInvocations;
  readonly executions: Executions;
}
