import { randomUUID } from 'node:crypto';
import type {
  CapacityProviderStrategyItem,
  CreateServiceRequest,
  DeploymentConfiguration,
  LaunchType,
  LoadBalancer,
  MonitoringConfiguration,
  NetworkConfiguration,
  ServiceEvent,
  Tag,
} from '@aws-sdk/client-ecs';
import type { Cluster } from '../clusters.ts';
import type { Task } from '../tasks/task.ts';
import type { Deployment } from './deployment.ts';
import type { ServiceDeployment } from './service-deployment.ts';
import type { ServiceRevision } from './service-revision.ts';

/** Events that DescribeServices gives back (API reference, Service: the most recent 100). */
const EVENTS_KEPT = 100;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/view-service-deployment.html */
const DEPLOYMENTS_KEPT_DAYS = 90;
const MS_PER_DAY = 86_400_000;

/** What makes a new revision when it is another, beside the task definition. */
export interface WorkloadSettings {
  readonly networkConfiguration?: NetworkConfiguration;
  readonly loadBalancers?: LoadBalancer[];
  /** Never empty: without one there is a launch type. */
  readonly capacityProviderStrategy?: CapacityProviderStrategyItem[];
  readonly platformVersion?: string;
  /** Recorded: there are no metrics here. */
  readonly monitoring?: MonitoringConfiguration;
}

/** A task that a service keeps, and what the scheduler has seen of it. */
export interface ServiceTask {
  readonly task: Task;
  readonly deployment: Deployment;
  /** It was healthy at least once. */
  everHealthy: boolean;
  /** The scheduler has taken note that it ends. */
  noted: boolean;
  /** It has run for as long as a task without any check must, to count as healthy. */
  settled: boolean;
  /** The grace period, in which failed checks do not matter, is over. */
  graceOver: boolean;
  /** That its checks have failed is told in the service's events, and counted. */
  toldUnhealthy: boolean;
}

/** Settings that do not need a new revision; recorded ones have no effect here. */
export type ServiceOptions = Pick<
  CreateServiceRequest,
  | 'healthCheckGracePeriodSeconds'
  | 'placementConstraints'
  | 'placementStrategy'
  | 'enableECSManagedTags'
  | 'enableExecuteCommand'
  | 'propagateTags'
  | 'availabilityZoneRebalancing'
  | 'role'
>;

export class Service {
  readonly arn: string;
  readonly name: string;
  readonly cluster: Cluster;
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  readonly createdAt: Date;
  /** What it was made with: where its tasks run when no strategy says so. None where it was made with a strategy, its own or the cluster's. */
  readonly madeWith: LaunchType | undefined;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE' = 'ACTIVE';
  desiredCount: number;
  configuration: DeploymentConfiguration & { minimumHealthyPercent: number; maximumPercent: number };
  options: ServiceOptions;
  workload: WorkloadSettings;
  tags: Tag[];
  /** The PRIMARY first; the others still have tasks or are what a rollback may go to. */
  deployments: Deployment[] = [];
  /** The last one that completed, whatever was begun since: what a rollback goes back to. */
  completed: Deployment | undefined;
  /** Newest first. Of another controller than ECS nobody sees them: AWS has none there. */
  readonly serviceDeployments: ServiceDeployment[] = [];
  /** Newest first, for as long as a deployment that is told of or a task names it. */
  revisions: readonly ServiceRevision[] = [];
  readonly tasks = new Set<ServiceTask>();
  /** Newest first. */
  readonly events: ServiceEvent[] = [];
  /** Nothing is to be done, and that has been said. */
  steady = false;

  constructor(
    made: Pick<
      Service,
      | 'arn'
      | 'name'
      | 'cluster'
      | 'controller'
      | 'createdAt'
      | 'madeWith'
      | 'desiredCount'
      | 'configuration'
      | 'options'
      | 'workload'
      | 'tags'
    >,
  ) {
    this.arn = made.arn;
    this.name = made.name;
    this.cluster = made.cluster;
    this.controller = made.controller;
    this.createdAt = made.createdAt;
    this.madeWith = made.madeWith;
    this.desiredCount = made.desiredCount;
    this.configuration = made.configuration;
    this.options = made.options;
    this.workload = made.workload;
    this.tags = made.tags;
  }

  get primary(): Deployment | undefined {
    return this.deployments[0];
  }

  /** The service deployment that has not ended, if any. */
  get current(): ServiceDeployment | undefined {
    const [newest] = this.serviceDeployments;
    return newest && newest.finishedAt === undefined ? newest : undefined;
  }

  get launchType(): LaunchType {
    return this.launchTypeOf(this.workload);
  }

  /** Where the tasks of a revision run. The capacity providers that there are here are Fargate's. */
  launchTypeOf({ capacityProviderStrategy }: WorkloadSettings): LaunchType {
    return capacityProviderStrategy || this.madeWith === undefined ? 'FARGATE' : this.madeWith;
  }

  tasksOf(deployment: Deployment): ServiceTask[] {
    return [...this.tasks].filter((one) => one.deployment === deployment);
  }

  /** The service deployments that are still told of, newest first. */
  recentDeployments(now: Date): ServiceDeployment[] {
    const oldest = now.getTime() - DEPLOYMENTS_KEPT_DAYS * MS_PER_DAY;
    return this.serviceDeployments.filter(
      (one) => one.createdAt.getTime() >= oldest || one.finishedAt === undefined,
    );
  }

  /** The newest one, with a revision of its own. Those that are not told of any more are forgotten. */
  begin(begun: ServiceDeployment): void {
    const kept = [begun, ...this.recentDeployments(begun.createdAt)];
    this.serviceDeployments.splice(0, this.serviceDeployments.length, ...kept);
    const told = kept.flatMap(({ target, keeper, sources }) => [
      target.revision,
      ...(keeper ? [keeper.revision] : []),
      ...sources,
    ]);
    const running = [...this.tasks].map(({ deployment }) => deployment.revision);
    const named = new Set([...told, ...running]);
    this.revisions = [begun.target.revision, ...this.revisions].filter((revision) => named.has(revision));
  }

  tell(message: string, createdAt: Date): void {
    this.events.unshift({ id: randomUUID(), createdAt, message: `(service ${this.name}) ${message}` });
    this.events.length = Math.min(this.events.length, EVENTS_KEPT);
  }
}
