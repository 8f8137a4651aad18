import type { FunctionConfiguration, GetFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeVersion } from '../functions/describe.ts';

export const getFunctionConfiguration =
  ({ account, registry }: Context): Operation<GetFunctionConfigurationRequest, FunctionConfiguration> =>
  ({ FunctionName = '', Qualifier }) => {
    const { version, qualifier } = registry.resolve(FunctionName, Qualifier);
    return describeVersion(account, version, qualifier);
  };
