import type { FunctionEventInvokeConfig, GetFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeInvokeConfig } from '../functions/invoke-config.ts';

export const getFunctionEventInvokeConfig =
  ({
    account,
    registry,
  }: Context): Operation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> =>
  ({ FunctionName = '', Qualifier }) => {
    const { fn, qualifier = '$LATEST' } = registry.resolve(FunctionName, Qualifier);
    return describeInvokeConfig(account, fn, qualifier);
  };
