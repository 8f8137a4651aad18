import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../gateway/service.ts';

/**
 * What ECS looks at when a task definition is registered. All else goes through as it is.
 * @throws AwsError ClientException
 */
export function checkTaskDefinition(input: RegisterTaskDefinitionRequest): void {
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(input.family ?? ''))
    throw refused('Family should match the regex [a-zA-Z0-9_-]{1,255}.');
  const containers = input.containerDefinitions ?? [];
  if (containers.length === 0) throw refused('Container definitions should not be null or empty.');
  const names = containers.map(({ name }) => name);
  for (const [index, container] of containers.entries()) {
    if (!container.name) throw refused('Container.name should not be null or empty.');
    if (names.indexOf(container.name) !== index)
      throw refused(`Invalid 'name' setting for container '${container.name}': names must be unique.`);
    checkContainer(container, names);
  }
  if (!containers.some(({ essential }) => essential ?? true))
    throw refused('At least one container definition must be marked as essential.');
  checkSize(input);
}

function checkContainer(container: ContainerDefinition, names: readonly (string | undefined)[]): void {
  if (!container.image) throw refused('Container.image should not be null or empty.');
  for (const { containerName } of container.dependsOn ?? [])
    if (!names.includes(containerName) || containerName === container.name)
      throw refused(
        `Invalid 'dependsOn' setting for container '${container.name}': no such container '${containerName}'.`,
      );
  if (
    container.healthCheck &&
    !['CMD', 'CMD-SHELL', 'NONE'].includes(container.healthCheck.command?.[0] ?? '')
  )
    throw refused(
      `Invalid 'healthCheck' setting for container '${container.name}': the command must start with CMD or CMD-SHELL.`,
    );
  if (container.memory !== undefined && container.memory < 4)
    throw refused(`Invalid setting for container '${container.name}'. 'memory' must be at least 4.`);
  if (
    container.logConfiguration?.logDriver === 'awslogs' &&
    !container.logConfiguration.options?.['awslogs-group']
  )
    throw refused(`Log driver awslogs requires options: awslogs-group (container '${container.name}').`);
}

function checkSize(input: RegisterTaskDefinitionRequest): void {
  if (input.requiresCompatibilities?.includes('FARGATE')) {
    if (input.networkMode !== 'awsvpc') throw refused('Fargate only supports network mode ‘awsvpc’.');
    if (!input.cpu || !input.memory)
      throw refused("Fargate requires that 'cpu' be defined at the task level.");
    if (!input.executionRoleArn && input.containerDefinitions?.some(needsExecutionRole))
      throw refused(
        'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
      );
  } else if (!input.memory) {
    for (const { name, memory, memoryReservation } of input.containerDefinitions ?? [])
      if (memory === undefined && memoryReservation === undefined)
        throw refused(
          `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
        );
  }
}

const needsExecutionRole = ({ logConfiguration, secrets }: ContainerDefinition) =>
  logConfiguration?.logDriver === 'awslogs' || (secrets ?? []).length > 0;

const refused = (message: string) => new AwsError('ClientException', message);
