import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeInvokeConfig, setInvokeConfig } from '../functions/invoke-config.ts';

export const putFunctionEventInvokeConfig =
  (context: Context): Operation<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> =>
  ({ FunctionName = '', Qualifier, ...config }) => {
    const { fn, qualifier = '$LATEST' } = context.registry.resolve(FunctionName, Qualifier);
    setInvokeConfig(context, fn, qualifier, config);
    return describeInvokeConfig(context.account, fn, qualifier);
  };
