import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { batchGetBuilds } from './batch-get-builds.ts';
import { batchGetProjects } from './batch-get-projects.ts';
import { createProject } from './create-project.ts';
import { deleteProject } from './delete-project.ts';
import { listBuilds } from './list-builds.ts';
import { listBuildsForProject } from './list-builds-for-project.ts';
import { listProjects } from './list-projects.ts';
import { startBuild } from './start-build.ts';
import { stopBuild } from './stop-build.ts';
import { updateProject } from './update-project.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  BatchGetBuilds: batchGetBuilds(context),
  BatchGetProjects: batchGetProjects(context),
  CreateProject: createProject(context),
  DeleteProject: deleteProject(context),
  ListBuildsForProject: listBuildsForProject(context),
  ListBuilds: listBuilds(context),
  ListProjects: listProjects(context),
  StartBuild: startBuild(context),
  StopBuild: stopBuild(context),
  UpdateProject: updateProject(context),
});
