import type { DeleteProjectInput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Its builds stay to be looked at, and a running one runs on. A project that is not there: no error, as on AWS. */
export const deleteProject =
  ({ projects }: Context): Operation<DeleteProjectInput, Record<string, never>> =>
  ({ name }) => {
    projects.all.delete(projects.find(name)?.project.name ?? '');
    return {};
  };
