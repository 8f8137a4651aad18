import type { Operation, OperationUpdate } from '@aws-sdk/client-lambda';
import type { StoredOperation } from '../execution.ts';
import type { Machine } from '../machine.ts';
import { updateCallback } from './callback.ts';
import { updateChainedInvoke } from './chained-invoke.ts';
import { updateContext } from './context.ts';
import { updateExecution } from './execution.ts';
import { updateStep } from './step.ts';
import { updateWait } from './wait.ts';

/** Applies an update to an operation that is there, or that it is the first of. */
export type ApplyUpdate = (machine: Machine, update: OperationUpdate, stored: StoredOperation) => void;

const BY_TYPE: Readonly<Record<Exclude<Operation['Type'], undefined>, ApplyUpdate>> = {
  CALLBACK: updateCallback,
  CHAINED_INVOKE: updateChainedInvoke,
  CONTEXT: updateContext,
  EXECUTION: updateExecution,
  STEP: updateStep,
  WAIT: updateWait,
};

/** Applies an update that `checkUpdates` has found to be allowed. */
export function applyUpdate(machine: Machine, update: OperationUpdate): void {
  const { execution, clock } = machine;
  const { Id, ParentId, Name, Type, SubType } = update;
  if (Type === undefined) return;
  // Large results come as an update of the execution under an id of the SDK's making: the execution has its own.
  const [root] = execution.operations.values();
  const known = Type === 'EXECUTION' ? root : execution.operations.get(Id ?? '');
  const stored =
    known ??
    execution.add({
      Id,
      Type,
      Status: 'STARTED',
      StartTimestamp: clock.date(),
      ...(ParentId === undefined ? {} : { ParentId }),
      ...(Name === undefined ? {} : { Name }),
      ...(SubType === undefined ? {} : { SubType }),
    });
  BY_TYPE[Type](machine, update, stored);
  execution.touch(stored);
}
