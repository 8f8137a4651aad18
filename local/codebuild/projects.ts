import type { CreateProjectInput, Project } from '@aws-sdk/client-codebuild';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';

export interface ProjectRecord {
  readonly project: Project;
  /** Of the build that was started last. */
  buildNumber: number;
}

export const projectArn = ({ region, id }: Account, name: string): string =>
  `arn:aws:codebuild:${region}:${id}:project/${name}`;

export class Projects {
  readonly all = new Map<string, ProjectRecord>();

  /** By name or ARN. */
  find(nameOrArn = ''): ProjectRecord | undefined {
    return this.all.get(nameOrArn) ?? [...this.all.values()].find(({ project }) => project.arn === nameOrArn);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(nameOrArn: string | undefined): ProjectRecord {
    const found = this.find(nameOrArn);
    if (!found) throw new AwsError('ResourceNotFoundException', `Project cannot be found: ${nameOrArn}`);
    return found;
  }
}

/** Types whose location is something that git can clone. */
const CLONED = ['GITHUB', 'GITHUB_ENTERPRISE', 'GITLAB', 'GITLAB_SELF_MANAGED', 'BITBUCKET'];

type Checked = Partial<Omit<CreateProjectInput, 'name'>> & { readonly name?: string | undefined };

/** @throws AwsError InvalidInputException for what is wrong, and for what the local cloud's builds lack */
export function checkProject(input: Checked): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(input.name ?? ''))
    throw invalid(`Invalid project name ${input.name}`);
  const { source, artifacts, cache, environment, logsConfig } = input;
  if (!source || !artifacts || !environment)
    throw invalid('A project needs source, artifacts and environment');
  checkSource(source);
  if (artifacts.type !== 'NO_ARTIFACTS')
    throw lacks(`artifacts of the type ${artifacts.type}, only NO_ARTIFACTS`);
  if (cache && cache.type !== 'NO_CACHE') throw lacks(`cache of the type ${cache.type}, only NO_CACHE`);
  if (logsConfig?.s3Logs?.status === 'ENABLED') throw lacks('logs in S3');
  for (const { name, type } of environment.environmentVariables ?? [])
    if (type === 'SECRETS_MANAGER') throw lacks(`Secrets Manager (environment variable ${name})`);
  if (environment.type?.startsWith('WINDOWS')) throw lacks('Windows builds');
  for (const name of ['certificate', 'dockerServer', 'fleet', 'registryCredential'] as const)
    if (environment[name] !== undefined) throw lacks(`environment.${name}`);
  for (const name of [
    'secondarySources',
    'secondaryArtifacts',
    'secondarySourceVersions',
    'fileSystemLocations',
  ] as const)
    if ((input[name]?.length ?? 0) > 0) throw lacks(name);
  if (input.badgeEnabled) throw lacks('badges');
  if (input.buildBatchConfig) throw lacks('batch builds');
  if (input.vpcConfig?.vpcId) throw lacks('builds in a VPC');
  if (input.autoRetryLimit) throw lacks('automatic retries');
}

function checkSource(source: NonNullable<CreateProjectInput['source']>): void {
  const { type = '', location, buildspec } = source;
  if (type !== 'NO_SOURCE' && !CLONED.includes(type))
    throw lacks(`sources of the type ${type}, only NO_SOURCE and what git can clone (${CLONED.join(', ')})`);
  if (type === 'NO_SOURCE' && !buildspec)
    throw invalid('A buildspec is required for the source type NO_SOURCE');
  if (type !== 'NO_SOURCE' && !/^https?:\/\/./.test(location ?? ''))
    throw invalid(`Invalid project source: location must be an address that git can clone, not ${location}`);
  if (buildspec?.startsWith('arn:')) throw lacks('buildspecs in S3');
  if (source.gitSubmodulesConfig?.fetchSubmodules) throw lacks('submodules');
  if (source.reportBuildStatus) throw lacks('reports of a build status to the git server');
  if (source.insecureSsl) throw lacks('insecureSsl');
}

export const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);

export const lacks = (what: string): AwsError => invalid(`the local cloud's CodeBuild has no ${what}`);
