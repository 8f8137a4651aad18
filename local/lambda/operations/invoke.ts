import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invokeLater, invokeNow } from '../invocations/invoke.ts';

export const invoke =
  (context: Context): Operation<InvocationRequest, InvocationResponse> =>
  async (input) => {
    const { FunctionName = '', Qualifier, InvocationType = 'RequestResponse', DurableExecutionName } = input;
    if (input.TenantId !== undefined)
      throw new AwsError('InvalidParameterValueException', 'The local cloud has no tenant isolation.');
    const resolved = context.registry.resolve(FunctionName, Qualifier);
    if (InvocationType === 'DryRun') return { StatusCode: 204 };
    const isLater = InvocationType === 'Event';
    const payload = payloadOf(input.Payload);
    const options = {
      ...(input.ClientContext
        ? { clientContext: Buffer.from(input.ClientContext, 'base64').toString() }
        : {}),
      ...(DurableExecutionName === undefined ? {} : { executionName: DurableExecutionName }),
    };
    if (isLater) {
      const execution = invokeLater(context, resolved, payload, options);
      return { StatusCode: 202, ...(execution ? { DurableExecutionArn: execution.identity.arn } : {}) };
    }
    const outcome = await invokeNow(context, resolved, payload, options);
    return {
      StatusCode: 200,
      ExecutedVersion: resolved.version.version,
      Payload: Buffer.from(outcome.payload),
      ...(outcome.functionError === undefined ? {} : { FunctionError: outcome.functionError }),
      ...(input.LogType === 'Tail' ? { LogResult: Buffer.from(outcome.logTail).toString('base64') } : {}),
      ...(outcome.execution ? { DurableExecutionArn: outcome.execution.identity.arn } : {}),
    };
  };

/** @throws AwsError InvalidRequestContentException */
function payloadOf(given: Uint8Array | undefined): string {
  // A function that is invoked with nothing gets an empty object.
  if (given === undefined || given.length === 0) return '{}';
  const payload = Buffer.from(given).toString();
  try {
    JSON.parse(payload);
    return payload;
  } catch (cause) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}
