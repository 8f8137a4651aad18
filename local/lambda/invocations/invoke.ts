import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { Execution } from '../durable/execution.ts';
import type { Outcome } from '../environments/environment.ts';
import type { Resolved } from '../functions/registry.ts';
import { deliverToDeadLetters } from './destination.ts';
import { errorPayloadOf } from './error-object.ts';
import { newInvocation } from './new-invocation.ts';

/** How long a caller may wait for a durable execution (developer guide, "Invoking durable Lambda functions"). Seconds. */
const LONGEST_SYNCHRONOUS_EXECUTION = 900;
/** Bytes (Lambda quotas, "Invocation payload"). */
const MAX_SYNCHRONOUS_PAYLOAD = 6 * 1024 * 1024;
const MAX_ASYNCHRONOUS_PAYLOAD = 1024 * 1024;

export interface InvokeOptions {
  /** JSON. */
  readonly clientContext?: string;
  readonly executionName?: string;
}

/**
 * Invokes a function and waits for its answer; for a durable one, for the end of the whole execution.
 * @param payload JSON
 * @throws AwsError InvalidParameterValueException, RequestTooLargeException, TooManyRequestsException,
 *   DurableExecutionAlreadyStartedException
 */
export async function invokeNow(
  { environments, executions }: Context,
  resolved: Resolved,
  payload: string,
  { clientContext, executionName }: InvokeOptions = {},
): Promise<Outcome & { execution?: Execution }> {
  const { fn, version, arn } = resolved;
  const { durable } = version.settings;
  checkSize(payload, MAX_SYNCHRONOUS_PAYLOAD, 'RequestResponse');
  checkName(executionName, durable !== undefined);
  if (!durable)
    return environments.invoke(fn, version, newInvocation(arn, payload, undefined, clientContext));
  if ((durable.ExecutionTimeout ?? Number.POSITIVE_INFINITY) > LONGEST_SYNCHRONOUS_EXECUTION)
    throw new AwsError(
      'InvalidParameterValueException',
      'You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes.',
    );
  const { execution } = executions.start(resolved, payload, executionName);
  await execution.ended;
  const { status, result, error } = execution;
  if (status === 'SUCCEEDED') return { execution, payload: result ?? 'null', logTail: '' };
  return {
    execution,
    payload: errorPayloadOf(error, `Execution ${status}`),
    functionError: 'Unhandled',
    logTail: '',
  };
}

/**
 * Takes an event for a function, or starts a durable execution.
 * @throws AwsError InvalidParameterValueException, RequestTooLargeException, DurableExecutionAlreadyStartedException
 */
export function invokeLater(
  context: Context,
  resolved: Resolved,
  payload: string,
  { clientContext, executionName }: InvokeOptions = {},
): Execution | undefined {
  const isDurable = resolved.version.settings.durable !== undefined;
  checkSize(payload, MAX_ASYNCHRONOUS_PAYLOAD, 'Event');
  checkName(executionName, isDurable);
  if (isDurable) return startExecution(context, resolved, payload, executionName);
  context.asynchronous.enqueue(resolved, newInvocation(resolved.arn, payload, undefined, clientContext));
  return undefined;
}

/** The event of an execution that failed for good goes to the dead-letter queue (developer guide, best practices). */
function startExecution(
  context: Context,
  resolved: Resolved,
  payload: string,
  name: string | undefined,
): Execution {
  const { execution, isNew } = context.executions.start(resolved, payload, name);
  const { deadLetterArn } = resolved.version.settings;
  if (isNew && deadLetterArn !== undefined)
    void execution.ended
      .then(async () => {
        const isLost = execution.status === 'FAILED' || execution.status === 'TIMED_OUT';
        if (isLost) await deliverToDeadLetters(context, resolved.fn, deadLetterArn, { payload });
      })
      // The queue is gone: on AWS a metric would count it.
      .catch(() => undefined);
  return execution;
}

function checkSize(payload: string, limit: number, type: string): void {
  const bytes = Buffer.byteLength(payload);
  if (bytes > limit)
    throw new AwsError(
      'RequestTooLargeException',
      `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
      { status: 413 },
    );
}

function checkName(executionName: string | undefined, isDurable: boolean): void {
  if (executionName !== undefined && !isDurable)
    throw new AwsError(
      'InvalidParameterValueException',
      'You cannot specify a durable execution name for a function that is not durable.',
    );
}
