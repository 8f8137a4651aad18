import type { ListBuildsForProjectInput, ListBuildsForProjectOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** The newest first unless it is asked otherwise. */
export const listBuildsForProject =
  ({ builds, projects }: Context): Operation<ListBuildsForProjectInput, ListBuildsForProjectOutput> =>
  ({ projectName, sortOrder = 'DESCENDING', nextToken }, call) => {
    const { name } = projects.get(projectName).project;
    const ids = [...builds.values()]
      .filter(({ settings }) => settings.projectName === name)
      .map(({ id }) => id);
    const { items, ...rest } = page(sortOrder === 'DESCENDING' ? ids.toReversed() : ids, nextToken, call);
    return { ids: items, ...rest };
  };
