import type {
  GetDurableExecutionStateRequest,
  GetDurableExecutionStateResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { statePage } from '../durable/state.ts';

export const getDurableExecutionState =
  ({ executions }: Context): Operation<GetDurableExecutionStateRequest, GetDurableExecutionStateResponse> =>
  ({ DurableExecutionArn = '', CheckpointToken = '', Marker, MaxItems }) => {
    const execution = executions.ownOf(DurableExecutionArn);
    execution.tokens.check(CheckpointToken);
    return statePage(execution, Marker, MaxItems);
  };
