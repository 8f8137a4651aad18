import type {
  Event,
  GetDurableExecutionHistoryRequest,
  GetDurableExecutionHistoryResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** Events of one answer where the caller names no number. */
const PAGE = 100;

export const getDurableExecutionHistory =
  ({
    executions,
  }: Context): Operation<GetDurableExecutionHistoryRequest, GetDurableExecutionHistoryResponse> =>
  ({ DurableExecutionArn = '', IncludeExecutionData = true, ReverseOrder, Marker, MaxItems }) => {
    const { history } = executions.get(DurableExecutionArn);
    const { items, next } = page(ReverseOrder ? history.toReversed() : history, Marker, MaxItems, PAGE);
    return { Events: IncludeExecutionData ? items : items.map(withoutData), ...next };
  };

/** Payloads are in `Input`, `Result` and `Error` of an event's details. */
function withoutData(event: Event): Event {
  const details = Object.entries(event).map(([name, value]: [string, unknown]) => {
    if (!name.endsWith('Details') || typeof value !== 'object' || value === null) return [name, value];
    const kept = Object.entries(value).map(([member, item]: [string, unknown]) =>
      ['Input', 'Result', 'Error'].includes(member) ? [member, {}] : [member, item],
    );
    return [name, Object.fromEntries(kept)];
  });
  return Object.fromEntries(details);
}
