import type { Concurrency, PutFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const putFunctionConcurrency =
  ({ registry }: Context): Operation<PutFunctionConcurrencyRequest, Concurrency> =>
  ({ FunctionName = '', ReservedConcurrentExecutions }) => {
    registry.get(FunctionName).reservedConcurrency = ReservedConcurrentExecutions;
    return { ReservedConcurrentExecutions };
  };
