import {
  type Execution,
  GetDurableExecutionCommand,
  InvokeCommand,
  type LambdaClient,
  ListDurableExecutionsByFunctionCommand,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import type { ExecutionState } from '../deployment/reconcile.ts';
import { errorName } from './errors.ts';

/**
 * Starts a durable execution under a name of its own; a second start under that name is none.
 * @param functionArn qualified by an alias or a version
 * @param name at most 64 of `[a-zA-Z0-9-_]`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-idempotency.html
 */
export async function startExecution(
  lambda: LambdaClient,
  functionArn: string,
  name: string,
  payload: object,
): Promise<void> {
  try {
    await lambda.send(
      new InvokeCommand({
        FunctionName: functionArn,
        InvocationType: 'Event',
        DurableExecutionName: name,
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
  } catch (error) {
    // Under way already: that is what was wanted.
    if (errorName(error) !== 'DurableExecutionAlreadyStartedException') throw error;
  }
}

/**
 * Calls a function and waits for its answer.
 * @throws Error with the function's own message where it failed
 */
export async function invoke<Payload, Result>(
  lambda: LambdaClient,
  functionArn: string,
  payload: Payload,
): Promise<Result> {
  const { Payload: answer, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  const text = Buffer.from(answer ?? []).toString();
  if (FunctionError !== undefined) throw new Error(`${functionArn} failed: ${text}`);
  return JSON.parse(text) as Result;
}

/** Completes a callback. One that is completed or timed out already is as good: who waited for it has looked since. */
export async function completeCallback(lambda: LambdaClient, token: string): Promise<void> {
  try {
    await lambda.send(
      new SendDurableExecutionCallbackSuccessCommand({ CallbackId: token, Result: Buffer.from('"woken"') }),
    );
  } catch (error) {
    const over = ['CallbackTimeoutException', 'ResourceNotFoundException', 'InvalidParameterValueException'];
    if (!over.includes(errorName(error))) throw error;
  }
}

/**
 * The execution that was started under a name.
 * @param functionArn qualified or not: executions of every version are looked through
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_ListDurableExecutionsByFunction.html
 */
export async function findExecution(
  lambda: LambdaClient,
  functionArn: string,
  name: string,
): Promise<ExecutionState> {
  // `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, without what follows.
  const FunctionName = functionArn.split(':').slice(0, 7).join(':');
  const { DurableExecutions: [found] = [] } = await lambda.send(
    new ListDurableExecutionsByFunctionCommand({
      FunctionName,
      DurableExecutionName: name,
    }),
  );
  if (found === undefined) return { kind: 'none' };
  if (found.Status === 'RUNNING') return { kind: 'running' };
  return { kind: 'ended', how: await howItEnded(lambda, found), at: found.EndTimestamp?.getTime() ?? 0 };
}

async function howItEnded(lambda: LambdaClient, { DurableExecutionArn, Status }: Execution): Promise<string> {
  switch (Status) {
    case 'TIMED_OUT':
      return 'it took longer than its time-out';
    case 'STOPPED':
      return 'somebody stopped it';
    case 'SUCCEEDED':
      return 'it ended without one';
    default: {
      const { Error: error } = await lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
      const what = [error?.ErrorType, error?.ErrorMessage].filter(Boolean).join(': ');
      return `it failed${what ? ` with ${what}` : ''}`;
    }
  }
}
