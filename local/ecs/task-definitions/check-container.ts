import type { ContainerDefinition, HealthCheck, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { refused } from './refused.ts';

/** MiB (API reference, ContainerDefinition: Docker gives a container no less). */
const LEAST_MEMORY = 4;

/** API reference, ContainerDefinition. */
const MOST_ENVIRONMENT_FILES = 10;

/** Ranges of a health check's numbers (API reference, HealthCheck). */
const healthRanges: readonly (readonly [keyof HealthCheck, number, number])[] = [
  ['interval', 5, 300],
  ['timeout', 2, 120],
  ['retries', 1, 10],
  ['startPeriod', 0, 300],
];

/** Seconds (API reference, ContainerRestartPolicy). */
const RESTART_PERIOD = [60, 1800] as const;

/** What ECS looks at in one container. @throws AwsError ClientException */
export function checkContainer(
  container: ContainerDefinition,
  { volumes, networkMode }: RegisterTaskDefinitionRequest,
): void {
  const { name } = container;
  if (!container.image) throw refused('Container.image should not be null or empty.');
  if (container.memory !== undefined && container.memory < LEAST_MEMORY)
    throw refused(`Invalid setting for container '${name}'. 'memory' must be at least ${LEAST_MEMORY}.`);
  if (container.links?.length && networkMode === 'awsvpc')
    throw refused('Links are not supported when networkMode=awsvpc.');
  for (const { sourceVolume } of container.mountPoints ?? [])
    if (!volumes?.some((volume) => volume.name === sourceVolume))
      throw refused(`Unknown volume '${sourceVolume}'.`);
  checkVariables(container);
  checkHealthCheck(container);
  checkLogging(container);
  const period = container.restartPolicy?.restartAttemptPeriod;
  if (period !== undefined && (period < RESTART_PERIOD[0] || period > RESTART_PERIOD[1]))
    throw refused(
      `Invalid 'restartAttemptPeriod' setting for container '${name}': it must be between ${RESTART_PERIOD.join(' and ')} seconds.`,
    );
}

function checkVariables({
  name,
  environment = [],
  secrets = [],
  environmentFiles = [],
}: ContainerDefinition) {
  const names = [...environment.map((variable) => variable.name), ...secrets.map((secret) => secret.name)];
  const shared = secrets.find((secret) => names.indexOf(secret.name) !== names.lastIndexOf(secret.name));
  if (shared)
    throw refused(
      `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${shared.name}'.`,
    );
  if (environmentFiles.length > MOST_ENVIRONMENT_FILES)
    throw refused(`Container '${name}' can have at most ${MOST_ENVIRONMENT_FILES} environment files.`);
  for (const { value = '' } of environmentFiles)
    if (!/^arn:[^:]+:s3:::[^/]+\/.+\.env$/.test(value)) throw refused('Invalid arn syntax.');
}

function checkHealthCheck({ name, healthCheck }: ContainerDefinition): void {
  if (!healthCheck) return;
  if (!['CMD', 'CMD-SHELL', 'NONE'].includes(healthCheck.command?.[0] ?? ''))
    throw refused(
      `Invalid 'healthCheck' setting for container '${name}': the command must start with CMD or CMD-SHELL.`,
    );
  for (const [member, least, most] of healthRanges) {
    const value = Number(healthCheck[member] ?? least);
    if (value < least || value > most)
      throw refused(
        `Invalid 'healthCheck' setting for container '${name}': ${member} must be between ${least} and ${most}.`,
      );
  }
}

function checkLogging({ name, logConfiguration }: ContainerDefinition): void {
  if (logConfiguration?.logDriver === 'awslogs' && !logConfiguration.options?.['awslogs-group'])
    throw refused(`Log driver awslogs requires options: awslogs-group (container '${name}').`);
}
