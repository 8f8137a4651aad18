import type { EventType } from '@aws-sdk/client-lambda';
import type { EndStatus } from '../execution.ts';
import type { ApplyUpdate } from './apply-update.ts';

const EVENTS: Readonly<Record<EndStatus, EventType>> = {
  SUCCEEDED: 'ChainedInvokeSucceeded',
  FAILED: 'ChainedInvokeFailed',
  TIMED_OUT: 'ChainedInvokeTimedOut',
  STOPPED: 'ChainedInvokeStopped',
};

export const updateChainedInvoke: ApplyUpdate = (machine, update, stored) => {
  const { execution, wake } = machine;
  const { operation } = stored;
  if (update.Action === 'CANCEL') {
    execution.close(stored, 'CANCELLED');
    return;
  }
  const FunctionName = update.ChainedInvokeOptions?.FunctionName ?? '';
  const payload = update.Payload ?? '{}';
  execution.record('ChainedInvokeStarted', operation, { FunctionName, Input: { Payload: payload } });
  machine.chain(FunctionName, payload, ({ status, result, error }) => {
    // Cancelled meanwhile, or its execution is over.
    if (operation.Status !== 'STARTED') return;
    operation.ChainedInvokeDetails = status === 'SUCCEEDED' ? { Result: result } : { Error: error };
    const details = status === 'SUCCEEDED' ? { Result: { Payload: result } } : { Error: { Payload: error } };
    execution.record(EVENTS[status], operation, details);
    execution.close(stored, status);
    wake();
  });
};
