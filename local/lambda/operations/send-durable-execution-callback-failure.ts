import type {
  SendDurableExecutionCallbackFailureRequest,
  SendDurableExecutionCallbackFailureResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { endCallback } from '../durable/callbacks.ts';

export const sendDurableExecutionCallbackFailure =
  ({
    executions,
  }: Context): Operation<
    SendDurableExecutionCallbackFailureRequest,
    SendDurableExecutionCallbackFailureResponse
  > =>
  ({ CallbackId = '', Error: error }) => {
    const { machine, stored } = executions.callbacks.open(CallbackId);
    endCallback(machine, stored, { status: 'FAILED', error });
    return {};
  };
