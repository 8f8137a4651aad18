import type { Operation } from '@aws-sdk/client-lambda';
import { AwsError } from '../../gateway/service.ts';
import type { Execution } from './execution.ts';

/** An invocation's payload is at most 6 MB; the rest of the state is fetched. Operations and bytes of a page. */
const MAX_OPERATIONS_PER_PAGE = 1000;
const MAX_BYTES_PER_PAGE = 4 * 1024 * 1024;

export interface StatePage {
  readonly Operations: Operation[];
  readonly NextMarker?: string;
}

/**
 * The operations that a replay needs, from the marker on.
 * @throws AwsError InvalidParameterValueException
 */
export function statePage(execution: Execution, marker?: string, maxItems?: number): StatePage {
  const written = marker === undefined || marker === '' ? '0' : Buffer.from(marker, 'base64').toString();
  if (!/^\d{1,9}$/.test(written)) throw new AwsError('InvalidParameterValueException', 'Invalid marker.');
  const start = Number(written);
  const all = replayed(execution);
  // 0 means the default (service model, ItemCount).
  const most = Math.min(maxItems || MAX_OPERATIONS_PER_PAGE, MAX_OPERATIONS_PER_PAGE);
  const Operations: Operation[] = [];
  let bytes = 0;
  for (const operation of all.slice(start, start + most)) {
    bytes += Buffer.byteLength(JSON.stringify(operation));
    // One operation always goes, or there would be no end.
    if (bytes > MAX_BYTES_PER_PAGE && Operations.length > 0) break;
    Operations.push(operation);
  }
  const end = start + Operations.length;
  return {
    Operations,
    ...(end < all.length ? { NextMarker: Buffer.from(String(end)).toString('base64') } : {}),
  };
}

/** A context that is done stands for what was done in it, unless it asked for its children to be kept. */
function replayed(execution: Execution): Operation[] {
  const hidden = new Set<string>();
  const shown: Operation[] = [];
  for (const { operation } of execution.operations.values()) {
    const { Id = '', ParentId = '' } = operation;
    const parent = execution.operations.get(ParentId)?.operation;
    const isDone = parent?.Status === 'SUCCEEDED' || parent?.Status === 'FAILED';
    const isHidden = hidden.has(ParentId) || (isDone && !parent?.ContextDetails?.ReplayChildren);
    if (isHidden) hidden.add(Id);
    else shown.push(operation);
  }
  return shown;
}
