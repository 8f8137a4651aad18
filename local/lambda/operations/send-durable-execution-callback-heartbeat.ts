import type {
  SendDurableExecutionCallbackHeartbeatRequest,
  SendDurableExecutionCallbackHeartbeatResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { beat } from '../durable/callbacks.ts';

export const sendDurableExecutionCallbackHeartbeat =
  ({
    executions,
  }: Context): Operation<
    SendDurableExecutionCallbackHeartbeatRequest,
    SendDurableExecutionCallbackHeartbeatResponse
  > =>
  ({ CallbackId = '' }) => {
    beat(executions.callbacks.open(CallbackId));
    return {};
  };
