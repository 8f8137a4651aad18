import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const checkpointDurableExecution =
  ({
    executions,
  }: Context): Operation<CheckpointDurableExecutionRequest, CheckpointDurableExecutionResponse> =>
  ({ DurableExecutionArn = '', CheckpointToken = '', Updates = [], ClientToken }) => {
    const execution = executions.ownOf(DurableExecutionArn);
    const { tokens } = execution;
    const answered = tokens.answered(CheckpointToken, ClientToken);
    if (answered) return answered;
    tokens.check(CheckpointToken);
    execution.fireDue();
    executions.checkpoint(DurableExecutionArn, Updates);
    // The last checkpoint of all: what ended the execution.
    if (execution.hasEnded) return { NewExecutionState: { Operations: [] } };
    const response = {
      CheckpointToken: tokens.issue(),
      NewExecutionState: {
        Operations: structuredClone(execution.unseen().map(({ operation }) => operation)),
      },
    };
    tokens.remember(CheckpointToken, ClientToken, response);
    return response;
  };
