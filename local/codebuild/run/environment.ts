import { delimiter, sep } from 'node:path';
import type { EnvironmentVariable } from '@aws-sdk/client-codebuild';
import type { ContainerEngine } from '../../containers/engine.ts';
import type { Account, RoleCredentials } from '../../parts.ts';
import type { BuildRecord } from '../build-record.ts';
import type { Buildspec } from '../buildspec/buildspec.ts';

/** What programs need to be found and to have a home; nothing else of the one who runs the cloud. */
export function baseEnvironment(
  engine: Pick<ContainerEngine, 'buildTools'>,
  home: string,
): Record<string, string> {
  // A package manager's own folder would bring the project's tools into the build.
  const system = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.includes(`node_modules${sep}`));
  return {
    PATH: [...engine.buildTools.path, ...system].join(delimiter),
    HOME: home,
    LANG: 'C.UTF-8',
    ...engine.buildTools.environment,
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */
export function codebuildVariables(
  build: BuildRecord,
  account: Account,
  credentials: RoleCredentials,
  sourceFolder: string,
): Record<string, string> {
  const { source, environment } = build.settings;
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_IMAGE: environment.image ?? '',
    CODEBUILD_BUILD_NUMBER: String(build.number),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_CI: 'true',
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_LOG_PATH: build.uuid,
    CODEBUILD_SRC_DIR: sourceFolder,
    CODEBUILD_START_TIME: String(build.startTime.getTime()),
    ...(source.location === undefined ? {} : { CODEBUILD_SOURCE_REPO_URL: source.location }),
    ...(build.settings.sourceVersion === undefined
      ? {}
      : { CODEBUILD_SOURCE_VERSION: build.settings.sourceVersion }),
    ...(build.resolvedSourceVersion === undefined
      ? {}
      : { CODEBUILD_RESOLVED_SOURCE_VERSION: build.resolvedSourceVersion }),
  };
}

/**
 * The call's and the project's variables go before the buildspec's.
 * @param read the value of a parameter in SSM
 * @throws whatever `read` throws
 */
export function declaredVariables(
  spec: Buildspec,
  variables: readonly EnvironmentVariable[],
  read: (parameter: string) => string,
): Record<string, string> {
  const stored = Object.entries(spec.env['parameter-store']).map(([name, key]) => [name, read(key)]);
  const given = variables.map(({ name = '', value = '', type }) => [
    name,
    type === 'PARAMETER_STORE' ? read(value) : value,
  ]);
  return { ...spec.env.variables, ...Object.fromEntries(stored), ...Object.fromEntries(given) };
}
