import { isDeepStrictEqual } from 'node:util';
import type { Project, StartBuildInput, StartBuildOutput } from '@aws-sdk/client-codebuild';
import { AwsError, type Call, type Operation } from '../../gateway/service.ts';
import { BuildRecord, type BuildSettings } from '../build-record.ts';
import type { Context } from '../context.ts';
import { checkProject, invalid, lacks } from '../projects.ts';
import { runBuild } from '../run/run-build.ts';

/** Seconds for which a token is the same call (API reference, StartBuild: idempotencyToken). */
const TOKEN_SECONDS = 300;

const UNSUPPORTED = [
  'autoRetryLimitOverride',
  'buildStatusConfigOverride',
  'certificateOverride',
  'debugSessionEnabled',
  'fleetOverride',
  'hostKernelOverride',
  'registryCredentialOverride',
  'secondaryArtifactsOverride',
  'secondarySourcesOverride',
  'secondarySourcesVersionOverride',
] as const;

/** Builds that are remembered. AWS does so for a year (BatchGetBuilds), but not in the memory of this machine. */
const KEPT_BUILDS = 100;

/** Answers at once; the build goes on by itself. */
export const startBuild = (context: Context): Operation<StartBuildInput, StartBuildOutput> => {
  const tokens = new Map<string, { input: object; build: BuildRecord }>();
  return ({ idempotencyToken: token, ...input }, call) => {
    const record = context.projects.get(input.projectName);
    const known = token === undefined ? undefined : tokens.get(token);
    if (known) {
      if (!isDeepStrictEqual(known.input, input))
        throw invalid(`The idempotency token ${token} was used before with other parameters`);
      return { build: known.build.describe() };
    }
    const settings = settingsOf(record.project, input);
    checkLimit(context, record.project);
    context.queue.check();
    const build = new BuildRecord(settings, {
      account: context.account,
      number: ++record.buildNumber,
      initiator: initiatorOf(call),
      startTime: context.clock.date(),
    });
    context.builds.set(build.id, build);
    if (token !== undefined) {
      tokens.set(token, { input, build });
      context.clock.after(TOKEN_SECONDS, () => tokens.delete(token));
    }
    forgetOldest(context);
    build.ended = runBuild(context, build);
    return { build: build.describe() };
  };
};

function forgetOldest({ builds }: Context): void {
  for (const [id, { status }] of builds) {
    if (builds.size <= KEPT_BUILDS) return;
    if (status !== 'IN_PROGRESS') builds.delete(id);
  }
}

/** The project with the call's overrides. @throws AwsError InvalidInputException */
function settingsOf(project: Project, input: Omit<StartBuildInput, 'idempotencyToken'>): BuildSettings {
  for (const name of UNSUPPORTED) if (input[name]) throw lacks(name);
  const source = {
    ...project.source,
    type: input.sourceTypeOverride ?? project.source?.type,
    location: input.sourceLocationOverride ?? project.source?.location,
    buildspec: input.buildspecOverride ?? project.source?.buildspec,
    auth: input.sourceAuthOverride ?? project.source?.auth,
    gitCloneDepth: input.gitCloneDepthOverride ?? project.source?.gitCloneDepth,
    gitSubmodulesConfig: input.gitSubmodulesConfigOverride ?? project.source?.gitSubmodulesConfig,
    insecureSsl: input.insecureSslOverride ?? project.source?.insecureSsl,
    reportBuildStatus: input.reportBuildStatusOverride ?? project.source?.reportBuildStatus,
  };
  const overridden = new Set(input.environmentVariablesOverride?.map(({ name }) => name));
  const environment = {
    ...project.environment,
    type: input.environmentTypeOverride ?? project.environment?.type,
    image: input.imageOverride ?? project.environment?.image,
    computeType: input.computeTypeOverride ?? project.environment?.computeType,
    privilegedMode: input.privilegedModeOverride ?? project.environment?.privilegedMode,
    imagePullCredentialsType:
      input.imagePullCredentialsTypeOverride ?? project.environment?.imagePullCredentialsType,
    environmentVariables: [
      ...(project.environment?.environmentVariables ?? []).filter(({ name }) => !overridden.has(name)),
      ...(input.environmentVariablesOverride ?? []),
    ],
  };
  const logsConfig = input.logsConfigOverride ?? project.logsConfig;
  const serviceRole = input.serviceRoleOverride ?? project.serviceRole ?? '';
  checkProject({
    ...{ name: project.name, source, environment, logsConfig, serviceRole },
    artifacts: input.artifactsOverride ?? { type: 'NO_ARTIFACTS' },
    cache: input.cacheOverride,
  });
  return {
    projectName: project.name ?? '',
    source,
    environment,
    serviceRole,
    logsConfig,
    sourceVersion: input.sourceVersion ?? project.sourceVersion,
    timeoutInMinutes: input.timeoutInMinutesOverride ?? project.timeoutInMinutes ?? 0,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride ?? project.queuedTimeoutInMinutes ?? 0,
    encryptionKey: input.encryptionKeyOverride ?? project.encryptionKey ?? '',
  };
}

/** A project's own limit does not queue: "new builds are throttled and are not run" (CreateProject). */
function checkLimit({ builds }: Context, { name, concurrentBuildLimit: limit }: Project): void {
  if (limit === undefined) return;
  const active = [...builds.values()].filter(
    ({ settings, status }) => settings.projectName === name && status === 'IN_PROGRESS',
  );
  if (active.length >= limit)
    throw new AwsError(
      'AccountLimitExceededException',
      `Cannot have more than ${limit} active builds for the project`,
    );
}

/** `ROLE/SESSION` of a role's session, else the user's name. */
const initiatorOf = ({ caller }: Call): string =>
  caller.arn.replace(/^arn:aws:[a-z]+::\d*:(assumed-role\/|user\/)?/, '');
