import type { UpdateProjectInput, UpdateProjectOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkProject } from '../projects.ts';
import { given } from './create-project.ts';

/** What is not given stays as it is. */
export const updateProject =
  ({ projects, clock }: Context): Operation<UpdateProjectInput, UpdateProjectOutput> =>
  ({ badgeEnabled, ...input }) => {
    const record = projects.get(input.name);
    const project = { ...record.project, ...given(input), lastModified: clock.date() };
    checkProject({ ...project, badgeEnabled });
    projects.all.set(project.name ?? '', { ...record, project });
    return { project };
  };
