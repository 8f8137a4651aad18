import { StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { errorName } from '../../aws/errors.ts';
import type { EcsService } from './target.ts';

// What StopServiceDeployment answers for a deployment that is over or is being rolled back already.
const OVER = new Set(['ConflictException', 'ServiceDeploymentNotFoundException']);

/** Asks ECS to roll an unfinished service deployment back. False when it is over or already going back. */
export async function stop({ ecs }: EcsService, rollout: string | undefined): Promise<boolean> {
  // Another rollout takes its place, whatever it is.
  if (rollout === undefined) return false;
  try {
    await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: rollout, stopType: 'ROLLBACK' }));
    return true;
  } catch (error) {
    if (OVER.has(errorName(error))) return false;
    throw error;
  }
}
