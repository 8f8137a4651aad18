import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../gateway/service.ts';
import { invalid } from '../services/check.ts';
import { fargateSize } from '../task-definitions/fargate-size.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import type { Placement } from './placement.ts';

/** API reference, RunTask: `count`. */
const MOST_AT_ONCE = 10;

/** Characters of overrides (API reference, TaskOverride). */
const MOST_OVERRIDES = 8192;

/** "Fargate Linux platform versions"; older ones are retired. */
const PLATFORM_VERSIONS: readonly string[] = ['LATEST', '1.4.0', '1.3.0'];

/** The number of tasks asked for. @throws AwsError InvalidParameterException */
export function countOf({ count = 1 }: RunTaskRequest): number {
  if (count < 1 || count > MOST_AT_ONCE)
    throw invalid(`count should be greater than or equal to 1 and less than or equal to ${MOST_AT_ONCE}.`);
  return count;
}

/**
 * What ECS looks at before it starts a task on its own.
 * @throws AwsError InvalidParameterException, PlatformUnknownException
 */
export function checkRequest(definition: Revision, input: RunTaskRequest, { launchType }: Placement): void {
  const missing = [
    input.volumeConfigurations?.length && 'volumeConfigurations',
    input.enableExecuteCommand && 'enableExecuteCommand (ECS Exec)',
  ].filter(Boolean);
  if (missing.length > 0) throw invalid(`The local cloud does not support ${missing.join(', ')}.`);
  if (input.group?.startsWith('service:')) throw invalid('Invalid namespace for group.');
  if (input.propagateTags === 'SERVICE')
    throw invalid('Propagating tags from SERVICE is not supported for tasks that are run on their own.');
  checkPlatform(input, launchType);
  checkOverrides(definition, input, launchType);
}

function checkPlatform(input: RunTaskRequest, launchType: string): void {
  if (launchType === 'EC2') {
    if (input.platformVersion !== undefined)
      throw invalid('The platform version must be null when specifying an EC2 launch type.');
    return;
  }
  if (input.placementConstraints?.length || input.placementStrategy?.length)
    throw invalid('Placement constraints and strategies are not supported with FARGATE launch type.');
  if (input.platformVersion !== undefined && !PLATFORM_VERSIONS.includes(input.platformVersion))
    throw new AwsError('PlatformUnknownException', 'The specified platform does not exist.');
}

function checkOverrides(definition: Revision, { overrides = {} }: RunTaskRequest, launchType: string): void {
  for (const { name } of overrides.containerOverrides ?? [])
    if (!definition.containers.some((container) => container.name === name))
      throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`);
  if (JSON.stringify(overrides).length > MOST_OVERRIDES)
    throw invalid(`Container Overrides length must be at most ${MOST_OVERRIDES}`);
  if (launchType === 'FARGATE' && (overrides.cpu !== undefined || overrides.memory !== undefined)) {
    const { cpu, memory } = { ...definition.description, ...overrides };
    const refused = fargateSize(cpu, memory);
    if (refused !== undefined) throw invalid(refused);
  }
}
