import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeVersion } from '../functions/describe.ts';
import { page } from '../paging.ts';

/** Functions of one answer, at most and by default. */
const PAGE = 50;

export const listFunctions =
  ({ account, registry }: Context): Operation<ListFunctionsRequest, ListFunctionsResponse> =>
  ({ FunctionVersion, Marker, MaxItems }) => {
    const all = registry
      .list()
      .flatMap(({ latest, versions }) =>
        FunctionVersion === 'ALL' ? [latest, ...versions.values()] : [latest],
      );
    const { items, next } = page(all, Marker, Math.min(MaxItems ?? PAGE, PAGE), PAGE);
    return { Functions: items.map((version) => describeVersion(account, version)), ...next };
  };
