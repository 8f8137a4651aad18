import type { OperationUpdate } from '@aws-sdk/client-lambda';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../gateway/service.ts';
import { type ErrorObject, type Execution, hasEnded, type Operation } from './execution.ts';

/** What a checkpoint sets going beside the operations themselves. */
export interface Effects {
  /** Runs `action` after seconds of AWS's time, unless the operation or the execution ends before. */
  later(execution: Execution, key: string, seconds: number, action: () => void): void;
  /** Calls another function and completes the operation with what it answers. */
  invoke(execution: Execution, operation: Operation, functionName: string, payload: string): void;
  /** Something that the execution waits for has happened. */
  wake(execution: Execution): void;
}

/** Applies one update of a checkpoint. @throws AwsError InvalidParameterValueException for one that cannot be */
export function applyUpdate(
  execution: Execution,
  update: OperationUpdate,
  clock: Clock,
  effects: Effects,
): void {
  const { Id = '', Type, Action } = update;
  if (Type === 'EXECUTION') {
    const outcome = Action === 'FAIL' ? { error: errorOf(update) ?? {} } : { result: update.Payload ?? '' };
    execution.end(Action === 'FAIL' ? 'FAILED' : 'SUCCEEDED', outcome, clock.date());
    return;
  }
  const operation = execution.operations.get(Id) ?? begin(update, clock);
  if (hasEnded(operation)) {
    throw new AwsError(
      'InvalidParameterValueException',
      `the operation ${operation.Name ?? Id} has ended: it takes no ${Action}`,
    );
  }
  switch (Action) {
    case 'START':
      start(execution, operation, update, clock, effects);
      break;
    case 'RETRY':
      retry(execution, operation, update, clock, effects);
      break;
    case 'SUCCEED':
      complete(execution, operation, 'SUCCEEDED', update, clock);
      break;
    case 'FAIL':
      complete(execution, operation, 'FAILED', update, clock);
      break;
    case 'CANCEL':
      complete(execution, operation, 'CANCELLED', update, clock);
      break;
    default:
      throw new AwsError('InvalidParameterValueException', `${Action} is no action of an operation`);
  }
  execution.touch(operation);
}

/** Ends an operation from outside of the function: a timer, a callback, another function. */
export function completeOperation(
  execution: Execution,
  operation: Operation,
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT',
  outcome: { Result?: string; Error?: ErrorObject },
  clock: Clock,
): void {
  operation.Status = status;
  operation.EndTimestamp = clock.date();
  if (operation.Type === 'CALLBACK' && operation.CallbackDetails)
    Object.assign(operation.CallbackDetails, outcome);
  if (operation.Type === 'CHAINED_INVOKE') operation.ChainedInvokeDetails = { ...outcome };
  stopTimers(execution, operation.Id);
  execution.touch(operation);
}

function begin(
  { Id = '', Type = 'STEP', ParentId, Name, SubType }: OperationUpdate,
  clock: Clock,
): Operation {
  return {
    Id,
    Type,
    Status: 'STARTED',
    StartTimestamp: clock.date(),
    ...(ParentId === undefined ? {} : { ParentId }),
    ...(Name === undefined ? {} : { Name }),
    ...(SubType === undefined ? {} : { SubType }),
  };
}

function start(
  execution: Execution,
  operation: Operation,
  update: OperationUpdate,
  clock: Clock,
  effects: Effects,
): void {
  operation.Status = 'STARTED';
  switch (operation.Type) {
    case 'STEP':
      operation.StepDetails = {
        ...operation.StepDetails,
        Attempt: (operation.StepDetails?.Attempt ?? 0) + 1,
      };
      delete operation.StepDetails.NextAttemptTimestamp;
      break;
    case 'WAIT': {
      const seconds = update.WaitOptions?.WaitSeconds ?? 0;
      operation.WaitDetails = { ScheduledEndTimestamp: at(clock, seconds) };
      effects.later(execution, operation.Id, seconds, () =>
        completeOperation(execution, operation, 'SUCCEEDED', {}, clock),
      );
      break;
    }
    case 'CALLBACK': {
      operation.CallbackDetails = {
        CallbackId: Buffer.from(JSON.stringify([execution.arn, operation.Id])).toString('base64'),
      };
      const { TimeoutSeconds = 0, HeartbeatTimeoutSeconds = 0 } = update.CallbackOptions ?? {};
      const timeOut = (ErrorType: string, ErrorMessage: string) => () =>
        completeOperation(execution, operation, 'TIMED_OUT', { Error: { ErrorType, ErrorMessage } }, clock);
      if (TimeoutSeconds > 0)
        effects.later(
          execution,
          operation.Id,
          TimeoutSeconds,
          timeOut('Callback.Timeout', 'Callback timed out'),
        );
      if (HeartbeatTimeoutSeconds > 0) {
        const key = heartbeatKey(operation.Id, HeartbeatTimeoutSeconds);
        effects.later(
          execution,
          key,
          HeartbeatTimeoutSeconds,
          timeOut('Callback.Heartbeat', 'Callback timed out on heartbeat'),
        );
      }
      break;
    }
    case 'CHAINED_INVOKE':
      effects.invoke(
        execution,
        operation,
        update.ChainedInvokeOptions?.FunctionName ?? '',
        update.Payload ?? 'null',
      );
      break;
    default:
  }
}

function retry(
  execution: Execution,
  operation: Operation,
  update: OperationUpdate,
  clock: Clock,
  effects: Effects,
): void {
  const seconds = update.StepOptions?.NextAttemptDelaySeconds ?? 1;
  const error = errorOf(update);
  operation.Status = 'PENDING';
  operation.StepDetails = {
    Attempt: operation.StepDetails?.Attempt ?? 1,
    NextAttemptTimestamp: at(clock, seconds),
    ...(update.Payload === undefined ? {} : { Result: update.Payload }),
    ...(error ? { Error: error } : {}),
  };
  effects.later(execution, operation.Id, seconds, () => {
    operation.Status = 'READY';
    execution.touch(operation);
  });
}

function complete(
  execution: Execution,
  operation: Operation,
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
  update: OperationUpdate,
  clock: Clock,
): void {
  const error = errorOf(update);
  const outcome = {
    ...(update.Payload === undefined ? {} : { Result: update.Payload }),
    ...(error ? { Error: error } : {}),
  };
  operation.Status = status;
  operation.EndTimestamp = clock.date();
  stopTimers(execution, operation.Id);
  if (operation.Type === 'STEP')
    operation.StepDetails = { Attempt: operation.StepDetails?.Attempt ?? 1, ...outcome };
  if (operation.Type === 'CONTEXT') {
    const ReplayChildren = update.ContextOptions?.ReplayChildren;
    operation.ContextDetails = { ...outcome, ...(ReplayChildren === undefined ? {} : { ReplayChildren }) };
  }
}

function stopTimers(execution: Execution, id: string): void {
  for (const [key, timer] of execution.timers) {
    if (key !== id && !key.startsWith(`${id} `)) continue;
    timer.cancel();
    execution.timers.delete(key);
  }
}

/** The name of a heartbeat's timer: with its length, so that a heartbeat can set it anew. */
export function heartbeatKey(id: string, seconds: number): string {
  return `${id} heartbeat ${seconds}`;
}

function at(clock: Clock, seconds: number): Date {
  return new Date(clock.now() + clock.milliseconds(seconds));
}

function errorOf({ Error: given }: OperationUpdate): ErrorObject | undefined {
  if (given === undefined) return undefined;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
