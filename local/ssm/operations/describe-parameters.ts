import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeMetadata } from '../describe.ts';
import { matchesFilters } from '../filters.ts';
import { page } from '../paging.ts';

/** Parameters on a page, at most (API reference). */
const PAGE_SIZE = 50;

export const describeParameters =
  ({ parameters }: Context): Operation<DescribeParametersRequest, DescribeParametersResult> =>
  (input) => {
    if (input.Filters !== undefined || input.Shared)
      throw new AwsError('InvalidFilterKey', 'the local cloud has ParameterFilters only');
    const found = parameters.all().filter((parameter) => matchesFilters(parameter, input.ParameterFilters));
    const { items, ...more } = page(found, input, PAGE_SIZE);
    return { Parameters: items.map(describeMetadata), ...more };
  };
