import type {
  SendDurableExecutionCallbackSuccessRequest,
  SendDurableExecutionCallbackSuccessResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { endCallback } from '../durable/callbacks.ts';

export const sendDurableExecutionCallbackSuccess =
  ({
    executions,
  }: Context): Operation<
    SendDurableExecutionCallbackSuccessRequest,
    SendDurableExecutionCallbackSuccessResponse
  > =>
  ({ CallbackId = '', Result }) => {
    const { machine, stored } = executions.callbacks.open(CallbackId);
    const result = Result === undefined || Result.length === 0 ? undefined : Buffer.from(Result).toString();
    endCallback(machine, stored, { status: 'SUCCEEDED', result });
    return {};
  };
