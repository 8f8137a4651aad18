import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { checkContainer } from './check-container.ts';
import { checkDependencies } from './check-dependencies.ts';
import { checkPorts } from './check-ports.ts';
import { fargateProblem } from './fargate.ts';
import { refused } from './refused.ts';

/** "Amazon ECS service quotas": containers of a task definition, and bytes of all of it. */
const MOST_CONTAINERS = 10;
const MOST_BYTES = 65_536;

/**
 * What ECS looks at when a task definition is registered, in its words as far as they are known. All else goes
 * through as it is: what the local cloud cannot run is refused when a task is to run with it.
 * @param registry host of the local cloud's own
 * @throws AwsError ClientException
 */
export function checkTaskDefinition(input: RegisterTaskDefinitionRequest, registry: string): void {
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(input.family ?? ''))
    throw refused('Family should match the regex [a-zA-Z0-9_-]{1,255}.');
  const containers = input.containerDefinitions ?? [];
  if (containers.length === 0) throw refused('Container definitions should not be null or empty.');
  if (containers.length > MOST_CONTAINERS)
    throw refused(`Container definitions should not be more than ${MOST_CONTAINERS}.`);
  checkNames(containers);
  for (const container of containers) checkContainer(container, input);
  if (!containers.some(({ essential }) => essential ?? true))
    throw refused('At least one container definition must be marked as essential.');
  checkDependencies(containers);
  checkPorts(input);
  if (input.requiresCompatibilities?.includes('FARGATE')) {
    const problem = fargateProblem(input, registry);
    if (problem !== undefined) throw refused(problem);
  }
  checkSize(input, containers);
  const bytes = Buffer.byteLength(JSON.stringify(input));
  if (bytes > MOST_BYTES)
    throw refused(`Actual length: '${bytes}'. Max allowed length is '${MOST_BYTES}' bytes.`);
}

function checkNames(containers: readonly ContainerDefinition[]): void {
  const names = containers.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (!name) throw refused('Container.name should not be null or empty.');
    if (!/^[a-zA-Z0-9_-]{1,255}$/.test(name))
      throw refused(`Container.name contains invalid characters: '${name}'.`);
    if (names.indexOf(name) !== index)
      throw refused(`Invalid 'name' setting for container '${name}': names must be unique.`);
  }
}

/** Cpu and memory of the containers against each other and the task's. */
function checkSize(input: RegisterTaskDefinitionRequest, containers: readonly ContainerDefinition[]): void {
  for (const { name, memory, memoryReservation } of containers) {
    if (!input.memory && memory === undefined && memoryReservation === undefined)
      throw refused(
        `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
      );
    if (memory !== undefined && memory < (memoryReservation ?? 0))
      throw refused(
        `Invalid setting for container '${name}'. 'memoryReservation' must not be above 'memory'.`,
      );
  }
  const sum = (of: (container: ContainerDefinition) => number | undefined) =>
    containers.reduce((total, container) => total + (of(container) ?? 0), 0);
  if (input.cpu && sum(({ cpu }) => cpu) > Number(input.cpu))
    throw refused(
      "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    );
  if (
    input.memory &&
    sum(({ memory, memoryReservation }) => memoryReservation ?? memory) > Number(input.memory)
  )
    throw refused(
      "The sum of all container 'memory' values cannot be greater than the value of the task 'memory'.",
    );
}
