import type { Cluster as Description, Tag } from '@aws-sdk/client-ecs';
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
  /** By name. An ended service stays until one of its name is made again, or so many others have ended. */
  readonly services: Map<string, ServiceScheduler>;
  /** By id. A stopped task stays for an hour. */
  readonly tasks: Map<string, Task>;
}

/** Ended services of a cluster that are told of. AWS names no number: they "may be cleaned up" (API reference, DeleteService). */
const ENDED_KEPT = 100;

/** Forgets the services that were made first, of those that have ended. */
export function forgetEnded({ services }: Cluster): void {
  const ended = [...services].filter(([, { service }]) => service.status === 'INACTIVE');
  for (const [name] of ended.slice(0, -ENDED_KEPT)) services.delete(name);
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
