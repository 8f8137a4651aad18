import {
  InvokeCommand,
  type LambdaClient,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
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
