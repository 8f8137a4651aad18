import type { ListBuildsInput, ListBuildsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** The newest first unless it is asked otherwise. */
export const listBuilds =
  ({ builds }: Context): Operation<ListBuildsInput, ListBuildsOutput> =>
  ({ sortOrder = 'DESCENDING', nextToken }, call) => {
    const ids = [...builds.keys()];
    const { items, ...rest } = page(sortOrder === 'DESCENDING' ? ids.toReversed() : ids, nextToken, call);
    return { ids: items, ...rest };
  };
