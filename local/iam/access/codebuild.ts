import type {
  BatchGetBuildsInput,
  CreateProjectInput,
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

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
export const codebuildAccess: AccessRules = {
  prefix: 'codebuild',
  resources: {
    BatchGetBuilds: ({ ids = [] }: BatchGetBuildsInput, scope) => ids.map((id) => projectOf(id, scope)),
    StartBuild: ({ projectName = '' }: StartBuildInput, { arn }) => [
      arn('codebuild', projectName.startsWith('arn:') ? projectName : `project/${projectName}`),
    ],
    StopBuild: ({ id = '' }: StopBuildInput, scope) => [projectOf(id, scope)],
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
