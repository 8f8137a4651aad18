import type { DeploymentRolloutState } from '@aws-sdk/client-ecs';
import { deploymentId } from '../arns.ts';
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
  /** The circuit breaker or a user gave it up: nothing more of it is started. */
  abandoned: 'by-breaker' | 'by-user' | undefined;
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
    abandoned: undefined,
  };
}
