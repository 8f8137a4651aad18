import type { ContainerDefinition, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { CheckClients } from '../../../aws/check-clients.ts';
import type { Finding } from '../../../deployment/finding.ts';
import type { Release } from '../../../deployment/model.ts';
import type { EcsService } from '../target.ts';

/** What is checked: a service as it is, and the task definition that the release would run as. */
export interface Subject {
  readonly service: EcsService;
  readonly clients: CheckClients;
  readonly release: Release;
  readonly found: Service;
  readonly definition: TaskDefinition;
}

/** One thing that is looked at by itself: where it cannot be, the others still are. */
export interface Check {
  /** For "… could not be checked": `The image`. */
  readonly about: string;
  find(subject: Subject): readonly Finding[] | Promise<readonly Finding[]>;
}

export function containersOf({ definition }: Subject): readonly ContainerDefinition[] {
  return definition.containerDefinitions ?? [];
}

export function containerAt({ definition }: Subject, container: ContainerDefinition): string {
  return `container ${container.name} of the task definition ${definition.family}`;
}

/** Whether its tasks run on Fargate, by the service's launch type or its capacity providers. */
export function onFargate({ found, definition }: Subject): boolean {
  const strategy = found.capacityProviderStrategy ?? [];
  if (strategy.length > 0)
    return strategy.every(({ capacityProvider }) => capacityProvider?.startsWith('FARGATE'));
  if (found.launchType !== undefined) return found.launchType === 'FARGATE';
  return definition.requiresCompatibilities?.includes('FARGATE') ?? false;
}

/** The account that the service is in. */
export function accountOf({ found }: Subject): string {
  return found.serviceArn?.split(':')[4] ?? '';
}

/** `aws`, or that of another partition, as `aws-cn`. */
export function partitionOf({ found }: Subject): string {
  return found.serviceArn?.split(':')[1] ?? 'aws';
}
