import type {
  ListDurableExecutionsByFunctionRequest,
  ListDurableExecutionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeExecution } from '../durable/describe.ts';
import { page } from '../paging.ts';

/** Executions of one answer where the caller names no number. */
const PAGE = 100;

export const listDurableExecutionsByFunction =
  ({
    executions,
    registry,
  }: Context): Operation<ListDurableExecutionsByFunctionRequest, ListDurableExecutionsByFunctionResponse> =>
  (input) => {
    const { fn, version, qualifier } = registry.resolve(input.FunctionName ?? '', input.Qualifier);
    const found = executions
      .list()
      .filter(
        ({ identity, status, started }) =>
          identity.functionName === fn.name &&
          (qualifier === undefined || identity.version === version.version) &&
          (input.DurableExecutionName === undefined || identity.name === input.DurableExecutionName) &&
          (input.Statuses?.includes(status) ?? true) &&
          (input.StartedAfter === undefined || started > input.StartedAfter) &&
          (input.StartedBefore === undefined || started < input.StartedBefore),
      );
    const { items, next } = page(
      input.ReverseOrder ? found.reverse() : found,
      input.Marker,
      input.MaxItems,
      PAGE,
    );
    return { DurableExecutions: items.map(describeExecution), ...next };
  };
