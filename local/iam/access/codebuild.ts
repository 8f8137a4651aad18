import type {
  BatchGetBuildsInput,
  BatchGetProjectsInput,
  CreateProjectInput,
  ListBuildsForProjectInput,
  StartBuildInput,
  StopBuildInput,
  UpdateProjectInput,
} from '@aws-sdk/client-codebuild';
import { passing } from './pass-role.ts';
import type { AccessRules, Scope } from './rules.ts';

const CODEBUILD = 'codebuild.amazonaws.com';

// Builds are judged by their project, which their id begins with.
const projectOf = (id: string, { arn }: Scope) => {
  const [project = ''] = id.slice(id.lastIndexOf('/') + 1).split(':');
  return arn('codebuild', `project/${project}`);
};

const projectArn = (name: string, { arn }: Scope) =>
  arn('codebuild', name.startsWith('arn:') ? name : `project/${name}`);
const project = ({ name = '' }: { readonly name?: string | undefined }, scope: Scope) => [
  projectArn(name, scope),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
export const codebuildAccess: AccessRules = {
  prefix: 'codebuild',
  resources: {
    BatchGetBuilds: ({ ids = [] }: BatchGetBuildsInput, scope) => ids.map((id) => projectOf(id, scope)),
    BatchGetProjects: ({ names = [] }: BatchGetProjectsInput, scope) =>
      names.map((name) => projectArn(name, scope)),
    CreateProject: project,
    DeleteProject: project,
    ListBuildsForProject: ({ projectName = '' }: ListBuildsForProjectInput, scope) => [
      projectArn(projectName, scope),
    ],
    StartBuild: ({ projectName = '' }: StartBuildInput, scope) => [projectArn(projectName, scope)],
    StopBuild: ({ id = '' }: StopBuildInput, scope) => [projectOf(id, scope)],
    UpdateProject: project,
  },
  more: {
    CreateProject: passingRole,
    StartBuild: ({ serviceRoleOverride }: StartBuildInput) => passing(CODEBUILD, serviceRoleOverride),
    UpdateProject: passingRole,
  },
};

function passingRole({ serviceRole }: CreateProjectInput | UpdateProjectInput) {
  return passing(CODEBUILD, serviceRole);
}
