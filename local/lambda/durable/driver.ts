import { randomUUID } from 'node:crypto';
import type { ErrorObject } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../gateway/service.ts';
import type { LambdaDeps } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { FunctionRegistry } from '../functions/registry.ts';
import { errorObjectOf } from '../invocations/error-object.ts';
import { newInvocation } from '../invocations/new-invocation.ts';
import type { Execution } from './execution.ts';
import { statePage } from './state.ts';

/**
 * An invocation that failed is tried again, with growing pauses, until the execution times out (developer guide,
 * "Retries for Lambda durable functions": backend retries). Its numbers are not documented. Seconds of AWS's time.
 */
const FIRST_RETRY_SECONDS = 1;
const LONGEST_RETRY_SECONDS = 60;

/** What `withDurableExecution` returns. */
const Answer = z.object({
  Status: z.enum(['SUCCEEDED', 'FAILED', 'PENDING']),
  Result: z.optional(z.string()),
  Error: z.optional(
    z.object({
      ErrorMessage: z.optional(z.string()),
      ErrorType: z.optional(z.string()),
      ErrorData: z.optional(z.string()),
      StackTrace: z.optional(z.array(z.string())),
    }),
  ),
});

export interface DriverDeps extends Pick<LambdaDeps, 'account' | 'refuses' | 'historyPageSize'> {
  readonly clock: Clock;
  readonly registry: FunctionRegistry;
  readonly environments: Environments;
}

/** Invokes the function until it is suspended or done. Never two at once for one execution; never rejects. */
export async function drive(deps: DriverDeps, execution: Execution): Promise<void> {
  if (execution.isDriven || execution.hasEnded) return;
  execution.isDriven = true;
  try {
    for (let failures = 0; !execution.hasEnded; ) {
      const answer = await invokeOnce(deps, execution);
      if (execution.hasEnded) return;
      if (answer === 'failed') {
        const seconds = Math.min(FIRST_RETRY_SECONDS * 2 ** failures++, LONGEST_RETRY_SECONDS);
        await deps.clock.wait(seconds, execution.closing.signal).catch(() => undefined);
        continue;
      }
      failures = 0;
      if (settle(execution, answer)) return;
    }
  } finally {
    execution.isDriven = false;
  }
}

/** True when there is nothing more to do for now. */
function settle(execution: Execution, answer: z.infer<typeof Answer> | undefined): boolean {
  if (answer === undefined)
    fail(execution, 'InvalidInvocationOutput', 'The function did not return a durable execution output.');
  else if (answer.Status === 'SUCCEEDED')
    execution.end('SUCCEEDED', answer.Result === undefined ? {} : { result: answer.Result });
  else if (answer.Status === 'FAILED') execution.end('FAILED', answer.Error ? { error: answer.Error } : {});
  // Something ended after the invocation had last asked, and before it gave up waiting for it.
  else if (execution.hasUnseen) return false;
  else if (!isWaiting(execution))
    fail(execution, 'InvalidInvocationOutput', 'Cannot return PENDING status with no pending operations.');
  return true;
}

function isWaiting(execution: Execution): boolean {
  return [...execution.operations.values()].some(({ operation: { Type, Status } }) =>
    Type === 'STEP' ? Status === 'PENDING' : Status === 'STARTED' && WAITED_FOR.has(Type),
  );
}

const WAITED_FOR = new Set<string | undefined>(['WAIT', 'CALLBACK', 'CHAINED_INVOKE']);

async function invokeOnce(
  { registry, environments, clock, historyPageSize }: DriverDeps,
  execution: Execution,
): Promise<z.infer<typeof Answer> | undefined | 'failed'> {
  const { arn, functionArn } = execution.identity;
  const requestId = randomUUID();
  const StartTimestamp = clock.date();
  const complete = (error?: ErrorObject) =>
    execution.record('InvocationCompleted', undefined, {
      StartTimestamp,
      EndTimestamp: clock.date(),
      RequestId: requestId,
      Error: { ...(error ? { Payload: error } : {}) },
    });
  // Those that ended while the function was suspended; of the first invocation there are none.
  const isFirst = execution.seen === 0;
  const updated = execution.unseen().map(({ operation }) => operation.Id);
  const payload = JSON.stringify({
    DurableExecutionArn: arn,
    CheckpointToken: execution.tokens.issue(),
    InitialExecutionState: statePage(execution, undefined, historyPageSize?.()),
    UpdatedOperationIds: isFirst ? [] : updated,
  });
  try {
    const { fn, version } = registry.resolve(functionArn);
    const outcome = await environments.invoke(fn, version, newInvocation(functionArn, payload, requestId));
    execution.tokens.revoke();
    complete(outcome.functionError === undefined ? undefined : errorObjectOf(outcome.payload));
    return outcome.functionError === undefined ? answerOf(outcome.payload) : 'failed';
  } catch (error) {
    execution.tokens.revoke();
    if (!(error instanceof AwsError)) throw error;
    // Throttled, or its role is gone for now: as good as a failed invocation. Without a function there is no way on.
    if (error.code === 'ResourceNotFoundException') fail(execution, error.code, error.message);
    return 'failed';
  }
}

function answerOf(payload: string): z.infer<typeof Answer> | undefined {
  const parsed = Answer.safeParse(JSON.parse(payload));
  return parsed.success ? parsed.data : undefined;
}

function fail(execution: Execution, ErrorType: string, ErrorMessage: string): void {
  execution.end('FAILED', { error: { ErrorType, ErrorMessage } });
}
