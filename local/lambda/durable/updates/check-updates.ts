import type { Operation, OperationAction, OperationStatus, OperationUpdate } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../gateway/service.ts';
import type { Execution } from '../execution.ts';

/** Quotas of durable functions: operations of an execution; bytes of a checkpointed result; of an error. */
const MAX_OPERATIONS = 3000;
const MAX_PAYLOAD_BYTES = 256 * 1024;
const MAX_ERROR_BYTES = 32 * 1024;

type Type = Exclude<Operation['Type'], undefined>;
/** In which states an action is allowed on an operation; `new` where there is none yet. */
type Allowed = Partial<Record<OperationAction, readonly (OperationStatus | 'new')[]>>;

const ended: Allowed = { START: ['new'], CANCEL: ['STARTED'] };

/** As the service's own checks have it, told by the reference implementation for local tests. */
const ALLOWED: Readonly<Record<Type, Allowed>> = {
  STEP: {
    START: ['new', 'READY'],
    SUCCEED: ['new', 'STARTED', 'READY'],
    FAIL: ['new', 'STARTED', 'READY'],
    RETRY: ['new', 'STARTED', 'READY'],
  },
  CONTEXT: { START: ['new'], SUCCEED: ['new', 'STARTED'], FAIL: ['new', 'STARTED'] },
  EXECUTION: { SUCCEED: ['new', 'STARTED'], FAIL: ['new', 'STARTED'] },
  WAIT: ended,
  CALLBACK: ended,
  CHAINED_INVOKE: ended,
};

/**
 * Whether the updates of one checkpoint may be applied, all of them or none.
 * @throws AwsError InvalidParameterValueException
 */
export function checkUpdates(execution: Execution, updates: readonly OperationUpdate[]): void {
  const states = new Map<string, OperationStatus | 'new'>();
  const contexts = new Set<string>();
  let added = 0;
  for (const [index, update] of updates.entries()) {
    const { Id = '', ParentId, Type, Action } = update;
    if (Type === undefined || Action === undefined) throw invalid('Invalid operation type or action.');
    if (Type === 'EXECUTION' && index < updates.length - 1)
      throw invalid('EXECUTION checkpoint must be the last update.');
    const state = states.get(Id) ?? execution.operations.get(Id)?.operation.Status ?? 'new';
    if (!ALLOWED[Type][Action]?.includes(state))
      throw invalid(`Invalid ${Type} action ${Action}: the operation is ${state}.`);
    if (state === 'new') added++;
    states.set(Id, STATE_AFTER[Action]);
    if (Type === 'CONTEXT') contexts.add(Id);
    const parent = execution.operations.get(ParentId ?? '')?.operation.Type;
    if (ParentId !== undefined && parent !== 'CONTEXT' && !contexts.has(ParentId))
      throw invalid('Invalid parent operation id.');
    checkSize(update, Type, Action);
  }
  if (execution.operations.size + added > MAX_OPERATIONS)
    throw invalid(`A durable execution has at most ${MAX_OPERATIONS} operations.`);
}

/** Within one checkpoint an operation may start and end, and no more. */
const STATE_AFTER: Readonly<Record<OperationAction, OperationStatus>> = {
  START: 'STARTED',
  RETRY: 'PENDING',
  SUCCEED: 'SUCCEEDED',
  FAIL: 'FAILED',
  CANCEL: 'CANCELLED',
};

function checkSize(update: OperationUpdate, type: Type, action: OperationAction): void {
  const { Payload = '', Error: error, StepOptions } = update;
  if (action === 'FAIL' && update.Payload !== undefined)
    throw invalid('Cannot provide a Payload for FAIL action.');
  if (action === 'SUCCEED' && error !== undefined)
    throw invalid('Cannot provide an Error for SUCCEED action.');
  if (action === 'RETRY' && StepOptions === undefined)
    throw invalid('Invalid StepOptions for the given action.');
  if (error && Buffer.byteLength(JSON.stringify(error)) > MAX_ERROR_BYTES)
    throw invalid(`Error object size must be less than ${MAX_ERROR_BYTES} bytes.`);
  if ((type === 'STEP' || type === 'CONTEXT') && Buffer.byteLength(Payload) > MAX_PAYLOAD_BYTES)
    throw invalid(`${type} output payload size must be less than or equal to ${MAX_PAYLOAD_BYTES} bytes.`);
}

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
