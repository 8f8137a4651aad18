import type { ListProjectsInput, ListProjectsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listProjects =
  ({ projects }: Context): Operation<ListProjectsInput, ListProjectsOutput> =>
  ({ sortBy = 'NAME', sortOrder = 'ASCENDING', nextToken }, call) => {
    const sorted = [...projects.all.values()].sort((a, b) => order(sortBy, a.project, b.project));
    const names = sorted.map(({ project }) => project.name ?? '');
    const { items, ...rest } = page(sortOrder === 'DESCENDING' ? names.toReversed() : names, nextToken, call);
    return { projects: items, ...rest };
  };

type Sorted = { name?: string | undefined; created?: Date | undefined; lastModified?: Date | undefined };

function order(by: ListProjectsInput['sortBy'], a: Sorted, b: Sorted): number {
  if (by === 'CREATED_TIME') return (a.created?.getTime() ?? 0) - (b.created?.getTime() ?? 0);
  if (by === 'LAST_MODIFIED_TIME') return (a.lastModified?.getTime() ?? 0) - (b.lastModified?.getTime() ?? 0);
  return (a.name ?? '').localeCompare(b.name ?? '');
}
