import type { GetParametersByPathRequest, GetParametersByPathResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeValue } from '../describe.ts';
import { matchesFilters } from '../filters.ts';
import { page } from '../paging.ts';

/** Parameters on a page, at most (API reference). */
const PAGE_SIZE = 10;

export const getParametersByPath =
  ({ parameters }: Context): Operation<GetParametersByPathRequest, GetParametersByPathResult> =>
  (input) => {
    const { Path = '/', Recursive = false, WithDecryption, ParameterFilters } = input;
    const found = parameters
      .under(Path, Recursive)
      .filter((parameter) => matchesFilters(parameter, ParameterFilters));
    const { items, ...more } = page(found, input, PAGE_SIZE);
    return { Parameters: items.map((parameter) => describeValue(parameter, WithDecryption)), ...more };
  };
