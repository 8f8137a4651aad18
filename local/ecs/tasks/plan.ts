import type { LaunchType, LoadBalancer, NetworkConfiguration, Tag, TaskOverride } from '@aws-sdk/client-ecs';
import type { Cluster } from '../clusters.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';

/** An image as it was found when its reference was looked up. */
export interface ResolvedImage {
  /** The repository's name. */
  readonly repository: string;
  readonly digest: string;
  /** What the engine is given. */
  readonly pull: string;
}

/** All that is known of a task before it runs. */
export interface TaskPlan {
  readonly cluster: Cluster;
  readonly definition: Revision;
  /** `service:NAME`, `family:NAME` or what RunTask was given. */
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly launchType: LaunchType;
  /** Where it was chosen by a strategy: FARGATE or FARGATE_SPOT. */
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion: string | undefined;
  readonly networkConfiguration: NetworkConfiguration | undefined;
  readonly overrides: TaskOverride;
  readonly enableExecuteCommand: boolean;
  readonly tags: readonly Tag[];
  /** By container: a service pins each tag to the digest of when its revision was made. */
  readonly images: ReadonlyMap<string, ResolvedImage>;
  /** Target groups that it is registered in while it is active. */
  readonly loadBalancers: readonly LoadBalancer[];
  /** RunTask's, so that a repeated call starts nothing twice: its token, all else that was asked for, and when. */
  readonly request?: { readonly clientToken: string; readonly rest: string; readonly at: number } | undefined;
}
