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

/**
 * Ended services of a cluster, and deleted clusters, that are told of. AWS names no number: services "may be cleaned up"
 * (API reference, DeleteService), clusters are found "for a period of time" (DeleteCluster).
 */
const ENDED_KEPT = 100;

/** A service has ended. Of those that have, the ones that ended first are forgotten. */
export function rememberEnded({ services }: Cluster, ended: ServiceScheduler): void {
  putLast(services, ended.service.name, ended);
  forgetFirst(services, ({ service }) => service.status === 'INACTIVE');
}

/** Behind all others, also where one of its name was before: what has ended is in the order in which it did. */
export function putLast<T>(all: Map<string, T>, name: string, one: T): void {
  all.delete(name);
  all.set(name, one);
}

function forgetFirst<T>(all: Map<string, T>, hasEnded: (one: T) => boolean): void {
  const ended = [...all].filter(([, one]) => hasEnded(one));
  for (const [name] of ended.slice(0, -ENDED_KEPT)) all.delete(name);
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
    putLast(this.#byName, cluster.name, cluster);
  }

  /** It stays, without use, until one of its name is made again or so many others have ended. */
  end(cluster: Cluster): void {
    cluster.status = 'INACTIVE';
    putLast(this.#byName, cluster.name, cluster);
    forgetFirst(this.#byName, ({ status }) => status === 'INACTIVE');
  }
}
