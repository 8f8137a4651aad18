import type { Clock } from '../clock.ts';
import type { ContainerEngine } from '../containers/engine.ts';
import type { Network } from '../network.ts';
import type {
  Account,
  Alarms,
  EventSink,
  Functions,
  Identities,
  ImageStore,
  LogStore,
  ObjectStore,
  ParameterStore,
  Refuses,
  SecretStore,
  TargetGroups,
} from '../parts.ts';
import type { Capacity } from './capacity.ts';
import type { Clusters } from './clusters.ts';
import type { TaskDefinitions } from './task-definitions/task-definitions.ts';

/** What ECS needs of the other parts. */
export interface EcsDeps {
  readonly account: Account;
  readonly clock: Clock;
  readonly network: Network;
  readonly engine: ContainerEngine;
  readonly images: ImageStore;
  readonly targetGroups: TargetGroups;
  readonly events: EventSink;
  readonly logs: LogStore;
  /** Where environment files are. */
  readonly objects: ObjectStore;
  readonly parameters: ParameterStore;
  /** Without it secrets come from parameters only. */
  readonly secrets?: SecretStore;
  readonly identities: Identities;
  readonly alarms: Alarms;
  /** For the hooks of deployments. */
  readonly functions: Functions;
  /** Judges what ECS does under roles: tasks' execution roles, and those of load balancing and hooks. */
  readonly refuses: Refuses;
  /** There is always enough where it is not given. */
  readonly capacity?: Capacity;
  /** Members of task definitions that this AWS knows and the pinned SDK does not, as `Structure.member`. */
  readonly newerFields?: readonly string[];
}

/** What the operations work on. */
export interface Context extends EcsDeps {
  readonly clusters: Clusters;
  readonly definitions: TaskDefinitions;
}
