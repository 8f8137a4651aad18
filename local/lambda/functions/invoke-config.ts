import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import { AwsError } from '../../gateway/service.ts';
import type { Account } from '../../parts.ts';
import { functionArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { checkTarget } from './execution-role.ts';
import type { LambdaFunction } from './function.ts';

/** How asynchronous invocations of a qualifier are tried again, and where they go in the end. */
export function setInvokeConfig(
  context: Context,
  fn: LambdaFunction,
  qualifier: string,
  config: Omit<FunctionEventInvokeConfig, 'FunctionArn' | 'LastModified'>,
): void {
  const { OnSuccess, OnFailure } = config.DestinationConfig ?? {};
  for (const destination of [OnSuccess?.Destination, OnFailure?.Destination])
    if (destination) checkTarget(context, fn.latest.settings.role, destination);
  fn.invokeConfigs.set(qualifier, { ...config, LastModified: context.clock.date() });
}

/** @throws AwsError ResourceNotFoundException */
export function describeInvokeConfig(
  account: Account,
  fn: LambdaFunction,
  qualifier: string,
): FunctionEventInvokeConfig {
  const arn = functionArn(account, fn.name, qualifier);
  const config = fn.invokeConfigs.get(qualifier);
  if (!config)
    throw new AwsError('ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`, {
      status: 404,
    });
  return { ...config, FunctionArn: arn };
}
