import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { refused } from './refused.ts';

/** What containers ask of each other by dependsOn, links and volumesFrom. @throws AwsError ClientException */
export function checkDependencies(containers: readonly ContainerDefinition[]): void {
  const byName = new Map(containers.map((container) => [container.name, container]));
  for (const container of containers) {
    for (const { containerName, condition } of container.dependsOn ?? []) {
      const other = byName.get(containerName);
      if (!other)
        throw refused(
          `Invalid 'dependsOn' setting for container '${container.name}': no such container '${containerName}'.`,
        );
      if ((condition === 'SUCCESS' || condition === 'COMPLETE') && (other.essential ?? true))
        throw refused(
          'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
        );
    }
    for (const { sourceContainer } of container.volumesFrom ?? [])
      if (!byName.has(sourceContainer) || sourceContainer === container.name)
        throw refused(
          `Invalid 'volumesFrom' setting for container '${container.name}': no such container '${sourceContainer}'.`,
        );
  }
  const cyclic = (what: string, next: (container: ContainerDefinition) => (string | undefined)[]) => {
    const leads = (from: ContainerDefinition, seen: readonly ContainerDefinition[]): boolean =>
      seen.includes(from) ||
      next(from).some((name) => {
        const other = byName.get(name);
        return other !== undefined && leads(other, [...seen, from]);
      });
    if (containers.some((container) => leads(container, [])))
      throw refused(`Container ${what} should not have a cycle`);
  };
  cyclic('dependencies', ({ dependsOn = [] }) => dependsOn.map(({ containerName }) => containerName));
  cyclic('links', ({ links = [] }) => links.map((link) => link.split(':')[0]));
  cyclic('volumes', ({ volumesFrom = [] }) => volumesFrom.map(({ sourceContainer }) => sourceContainer));
}
