import { DescribeServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import type { RolloutState } from '../../deployment/rollout.ts';
import { endOf, unknown } from './end-of.ts';
import { progressOf } from './progress.ts';
import type { EcsService } from './target.ts';

/**
 * Where a service deployment is. It counts as succeeded only when it ended with `revision` in place, by its own success
 * or, for a rollback that was joined under way, by ECS going back to it.
 */
export async function look(service: EcsService, rollout: string, revision: string): Promise<RolloutState> {
  const answer = await service.ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [rollout] }),
  );
  const found = answer.serviceDeployments?.[0];
  if (found === undefined) return unknown(service, rollout);
  switch (found.status) {
    case 'SUCCESSFUL':
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
    case 'STOPPED':
      return endOf(service, found, revision);
    // PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS: an end is still to come.
    default:
      return { phase: 'running', ...progressOf(found) };
  }
}
