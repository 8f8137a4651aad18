import type { ClusterField, Cluster as Description, Tag } from '@aws-sdk/client-ecs';
import { AwsError } from '../gateway/service.ts';
import { nameOf } from './arns.ts';
import type { ServiceScheduler } from './scheduler/service-scheduler.ts';
import type { Task } from './tasks/task.ts';

export interface Cluster {
  readonly arn: string;
  readonly name: string;
  status: 'ACTIVE' | 'INACTIVE';
  /** Recorded: nothing here runs differently for them. */
  settings: Pick<
    Description,
    | 'settings'
    | 'configuration'
    | 'capacityProviders'
    | 'defaultCapacityProviderStrategy'
    | 'serviceConnectDefaults'
  >;
  tags: Tag[];
  /** By name. An ended service stays until one of its name is made again. */
  readonly services: Map<string, ServiceScheduler>;
  /** By id. A stopped task stays for an hour. */
  readonly tasks: Map<string, Task>;
}

export class Clusters {
  readonly #byName = new Map<string, Cluster>();

  get all(): Cluster[] {
    return [...this.#byName.values()];
  }

  get(nameOrArn: string | undefined): Cluster | undefined {
    return this.#byName.get(nameOf(nameOrArn ?? 'default'));
  }

  /** @throws AwsError ClusterNotFoundException */
  find(nameOrArn: string | undefined): Cluster {
    const cluster = this.get(nameOrArn);
    if (cluster?.status !== 'ACTIVE') throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
    return cluster;
  }

  add(cluster: Cluster): void {
    this.#byName.set(cluster.name, cluster);
  }
}

export function describeCluster(cluster: Cluster, include: readonly ClusterField[] = []): Description {
  const tasks = [...cluster.tasks.values()];
  const { settings, configuration, ...rest } = cluster.settings;
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ pending }) => pending).length,
    activeServicesCount: [...cluster.services.values()].filter(({ service }) => service.status !== 'INACTIVE')
      .length,
    statistics: [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    ...rest,
    tags: include.includes('TAGS') ? cluster.tags : [],
    settings: include.includes('SETTINGS')
      ? (settings ?? [{ name: 'containerInsights', value: 'disabled' }])
      : [],
    ...(include.includes('CONFIGURATIONS') && configuration ? { configuration } : {}),
  };
}
