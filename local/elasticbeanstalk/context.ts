import type { LoadBalancers } from '../balancing.ts';
import type { Clock } from '../clock.ts';
import type { ContainerEngine } from '../containers/engine.ts';
import type { Network } from '../network.ts';
import type { Account, BucketStore, EventSink, ImageStore, LogSink, TargetGroups } from '../parts.ts';
import type { Applications } from './applications/applications.ts';
import type { Environments } from './environments/environments.ts';
import type { History } from './environments/history.ts';
import type { InstanceAccess } from './instances/access.ts';
import type { InstanceFaults } from './instances/faults.ts';

/** What Elastic Beanstalk needs of the other parts. */
export interface BeanstalkDeps {
  readonly account: Account;
  readonly clock: Clock;
  readonly network: Network;
  readonly engine: ContainerEngine;
  readonly images: ImageStore;
  readonly targetGroups: TargetGroups;
  readonly loadBalancers: LoadBalancers;
  readonly objects: BucketStore;
  readonly events: EventSink;
  readonly logs: LogSink;
  /** Instances are not judged where these are not given. */
  readonly access?: InstanceAccess;
  /** Nothing goes wrong with instances by itself where it is not given. */
  readonly faults?: InstanceFaults;
}

/** What the operations work on. */
export interface Context extends BeanstalkDeps {
  readonly applications: Applications;
  readonly environments: Environments;
  readonly history: History;
  /**
   * The port on 127.0.0.1 of all environments: on AWS each has port 80 of an address of its own. It is opened with the first.
   */
  readonly port: () => Promise<number>;
}
