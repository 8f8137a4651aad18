import { randomBytes } from 'node:crypto';
import type { ErrorObject } from '@aws-sdk/client-lambda';
import { AwsError } from '../../gateway/service.ts';
import type { StoredOperation } from './execution.ts';
import type { Machine } from './machine.ts';

interface Callback {
  readonly machine: Machine;
  readonly stored: StoredOperation;
}

/** All callbacks that were ever made, by the id that an outside system completes them with. */
export class Callbacks {
  readonly #byId = new Map<string, Callback>();

  add(machine: Machine, stored: StoredOperation): string {
    const id = randomBytes(96).toString('base64');
    this.#byId.set(id, { machine, stored });
    return id;
  }

  /** The ARN of the execution whose callback it is. Undefined for one that is not known. */
  executionOf(id: string): string | undefined {
    return this.#byId.get(id)?.machine.execution.identity.arn;
  }

  /** @throws AwsError InvalidParameterValueException, CallbackTimeoutException for one that is closed */
  open(id: string): Callback {
    const callback = this.#byId.get(id);
    if (!callback) throw new AwsError('InvalidParameterValueException', 'Invalid callback id.');
    const { machine, stored } = callback;
    if (stored.operation.Status !== 'STARTED' || machine.execution.hasEnded)
      throw new AwsError(
        'CallbackTimeoutException',
        'The callback ID token has either expired or the callback associated with the token has already been closed.',
      );
    return callback;
  }

  /** Those of an execution that is forgotten. */
  forget(isForgotten: (callback: Callback) => boolean): void {
    for (const [id, callback] of this.#byId) if (isForgotten(callback)) this.#byId.delete(id);
  }
}

export type CallbackEnd =
  | { readonly status: 'SUCCEEDED'; readonly result: string | undefined }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: ErrorObject | undefined };

export function endCallback(machine: Machine, stored: StoredOperation, end: CallbackEnd): void {
  const { execution } = machine;
  const { operation } = stored;
  const { CallbackId } = operation.CallbackDetails ?? {};
  if (end.status === 'SUCCEEDED') {
    operation.CallbackDetails = { CallbackId, Result: end.result };
    execution.record('CallbackSucceeded', operation, { Result: { Payload: end.result } });
  } else {
    operation.CallbackDetails = { CallbackId, Error: end.error };
    const event = end.status === 'FAILED' ? 'CallbackFailed' : 'CallbackTimedOut';
    execution.record(event, operation, { Error: { Payload: end.error } });
  }
  execution.close(stored, end.status);
  machine.wake();
}

/** A sign of life: the heartbeat's time starts again. @throws AwsError InvalidParameterValueException where it has none */
export function beat({ machine: { execution }, stored }: Callback): void {
  const { heartbeat } = stored;
  if (!heartbeat)
    throw new AwsError('InvalidParameterValueException', 'The callback has no heartbeat timeout.');
  execution.cancel(stored, heartbeat.deadline);
  heartbeat.deadline = execution.schedule(stored, heartbeat.seconds, heartbeat.deadline.fire);
}
