import type { SideRoute } from '../gateway/index.ts';
import type { DefinitionRoles, NetworkInterfaces, Part } from '../parts.ts';
import { createAgent } from './agent/agent.ts';
import { Clusters } from './clusters.ts';
import type { EcsDeps } from './context.ts';
import { operationsOf } from './operations/index.ts';
import { ecsResources } from './resources.ts';
import { newerMembers } from './task-definitions/newer-fields.ts';
import { TaskDefinitions } from './task-definitions/task-definitions.ts';

/**
 * Amazon ECS: clusters, task definitions, tasks that really run, and services that roll them; and, to be served on the
 * gateway's port, the agent that tasks ask about themselves.
 */
export function createEcs(deps: EcsDeps): Part & {
  readonly agent: SideRoute;
  readonly interfaces: NetworkInterfaces;
  rolesOf(taskDefinition: string): DefinitionRoles;
} {
  const clusters = new Clusters();
  const context = { ...deps, clusters, definitions: new TaskDefinitions() };
  return {
    agent: createAgent(context),
    interfaces: { inSubnet: (id) => tasksInSubnet(clusters, id) },
    rolesOf: (taskDefinition) => context.definitions.get(taskDefinition)?.description ?? {},
    service: {
      client: 'ecs',
      operations: operationsOf(context),
      newer: newerMembers(deps.newerFields ?? []),
    },
    resources: ecsResources(context),
    async close() {
      for (const { services, tasks } of clusters.all) {
        for (const scheduler of services.values()) scheduler.close();
        for (const task of tasks.values()) task.end('ServiceSchedulerInitiated', 'The local cloud ends');
        // Engines stop hard at their own close; here every container gets its SIGTERM first.
        await Promise.all(
          [...tasks.values()].flatMap(({ containers }) => containers.map((container) => container.stop())),
        );
      }
    },
  };
}

function tasksInSubnet({ all }: Clusters, id: string): number {
  const tasks = all.flatMap((cluster) => [...cluster.tasks.values()]);
  return tasks.filter(
    ({ networkMode, subnet, lastStatus }) =>
      networkMode === 'awsvpc' && subnet === id && lastStatus !== 'STOPPED',
  ).length;
}
