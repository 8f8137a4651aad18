import type { BatchGetProjectsInput, BatchGetProjectsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const batchGetProjects =
  ({ projects }: Context): Operation<BatchGetProjectsInput, BatchGetProjectsOutput> =>
  ({ names = [] }) => ({
    projects: names.flatMap((name) => projects.find(name)?.project ?? []),
    projectsNotFound: names.filter((name) => !projects.find(name)),
  });
