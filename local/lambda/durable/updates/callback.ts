import { endCallback } from '../callbacks.ts';
import type { ApplyUpdate } from './apply-update.ts';

export const updateCallback: ApplyUpdate = (machine, { Action, CallbackOptions }, stored) => {
  const { execution } = machine;
  const { operation } = stored;
  if (Action === 'CANCEL') {
    execution.close(stored, 'CANCELLED');
    return;
  }
  const CallbackId = machine.newCallback(stored);
  operation.CallbackDetails = { CallbackId };
  // 0 is "none" (service model, CallbackOptions).
  const Timeout = CallbackOptions?.TimeoutSeconds ?? 0;
  const HeartbeatTimeout = CallbackOptions?.HeartbeatTimeoutSeconds ?? 0;
  const timeOut = (type: string, message: string) =>
    endCallback(machine, stored, { status: 'TIMED_OUT', error: { ErrorType: type, ErrorMessage: message } });
  if (Timeout > 0)
    execution.schedule(stored, Timeout, () => timeOut('Callback.Timeout', 'Callback timed out'));
  if (HeartbeatTimeout > 0) {
    const beat = () => timeOut('Callback.Heartbeat', 'Callback timed out on heartbeat');
    stored.heartbeat = {
      seconds: HeartbeatTimeout,
      deadline: execution.schedule(stored, HeartbeatTimeout, beat),
    };
  }
  execution.record('CallbackStarted', operation, { CallbackId, Timeout, HeartbeatTimeout });
};
