import type { StopDurableExecutionRequest, StopDurableExecutionResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const stopDurableExecution =
  ({ executions }: Context): Operation<StopDurableExecutionRequest, StopDurableExecutionResponse> =>
  ({ DurableExecutionArn = '', Error: error }) => {
    const { endedAt } = executions.stop(DurableExecutionArn, error);
    return { StopTimestamp: endedAt };
  };
