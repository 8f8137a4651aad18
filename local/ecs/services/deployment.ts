import type { DeploymentRolloutState } from '@aws-sdk/client-ecs';
import { deploymentId } from '../arns.ts';
import type { Cause } from '../scheduler/cause.ts';
import type { ServiceRevision } from './service-revision.ts';

/** One entry of `deployments[]`: the rolling of one revision. */
export interface Deployment {
  readonly id: string;
  readonly revision: ServiceRevision;
  readonly createdAt: Date;
  updatedAt: Date;
  rolloutState: DeploymentRolloutState;
  rolloutStateReason: string;
  failedTasks: number;
  /** Whether its tasks are wanted; only asked where two revisions run side by side, not in a rolling update. */
  wanted: boolean;
  /** That the limits block it has been told. */
  toldBlocked: boolean;
  /** Why it was given up: nothing more of it is started. */
  abandoned: Cause | undefined;
}

export function makeDeployment(revision: ServiceRevision, now: Date): Deployment {
  const id = deploymentId();
  return {
    id,
    revision,
    createdAt: now,
    updatedAt: now,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    wanted: true,
    toldBlocked: false,
    abandoned: undefined,
  };
}
