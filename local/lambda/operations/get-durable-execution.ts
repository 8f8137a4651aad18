import type { GetDurableExecutionRequest, GetDurableExecutionResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeExecution } from '../durable/describe.ts';

export const getDurableExecution =
  ({ executions }: Context): Operation<GetDurableExecutionRequest, GetDurableExecutionResponse> =>
  ({ DurableExecutionArn = '' }) => {
    const execution = executions.get(DurableExecutionArn);
    const { identity, result, error } = execution;
    return {
      ...describeExecution(execution),
      Version: identity.version,
      InputPayload: identity.input,
      ExecutionDataIncluded: true,
      DurableConfig: identity.config,
      ...(result === undefined ? {} : { Result: result }),
      ...(error === undefined ? {} : { Error: error }),
    };
  };
