import type { GetParameterHistoryRequest, GetParameterHistoryResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeMetadata, describeValue } from '../describe.ts';
import { page } from '../paging.ts';

/** Versions on a page, at most (API reference). */
const PAGE_SIZE = 50;

export const getParameterHistory =
  ({ parameters }: Context): Operation<GetParameterHistoryRequest, GetParameterHistoryResult> =>
  (input) => {
    const { items, ...more } = page(parameters.history(input.Name ?? ''), input, PAGE_SIZE);
    return {
      Parameters: items.map((version) => {
        const { ARN: _, ...metadata } = describeMetadata(version);
        return { ...metadata, Value: describeValue(version, input.WithDecryption).Value, Labels: [] };
      }),
      ...more,
    };
  };
