import type { ErrorObject } from '@aws-sdk/client-lambda';
import type { Clock } from '../../clock.ts';
import type { EndStatus, Execution, StoredOperation } from './execution.ts';

/** How a function that an execution invoked has ended. */
export interface ChainedEnd {
  readonly status: EndStatus;
  /** JSON. */
  readonly result?: string;
  readonly error?: ErrorObject;
}

/** What the updates of a checkpoint can do beside changing operations. */
export interface Machine {
  readonly clock: Clock;
  readonly execution: Execution;
  /** Invokes the function again where it is suspended: something that it waits for has happened. */
  wake(): void;
  /** Names the callback so that it can be found by that. */
  newCallback(stored: StoredOperation): string;
  /** Invokes another function. `done` is called once, unless the execution ends before. */
  chain(functionName: string, payload: string, done: (end: ChainedEnd) => void): void;
}
