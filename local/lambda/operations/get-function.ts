import type { GetFunctionRequest, GetFunctionResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeVersion } from '../functions/describe.ts';

export const getFunction =
  ({ account, registry }: Context): Operation<GetFunctionRequest, GetFunctionResponse> =>
  ({ FunctionName = '', Qualifier }) => {
    const { fn, version, qualifier } = registry.resolve(FunctionName, Qualifier);
    return {
      Configuration: describeVersion(account, version, qualifier),
      // AWS gives a presigned URL of its own bucket; here it is the unpacked folder on this machine.
      Code: { RepositoryType: 'S3', Location: `file://${version.code.folder}` },
      Tags: { ...fn.tags },
      ...(fn.reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
    };
  };
