import type { StopServiceDeploymentRequest, StopServiceDeploymentResponse } from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { findServiceDeployment } from '../services/find.ts';

/** Stops what is still rolling: by going back (the default), or by leaving all tasks as they are. */
export const stopServiceDeployment =
  (context: Context): Operation<StopServiceDeploymentRequest, StopServiceDeploymentResponse> =>
  (input) => {
    const found = findServiceDeployment(context, input.serviceDeploymentArn ?? '');
    if (!found) throw new AwsError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
    const { deployment, scheduler } = found;
    const { status } = deployment;
    const goesOn = status === 'PENDING' || status === 'IN_PROGRESS';
    // What is on its way back goes on with that ("Stopping Amazon ECS service deployments").
    const goesBack = status === 'ROLLBACK_REQUESTED' || status === 'ROLLBACK_IN_PROGRESS';
    const aborts = input.stopType === 'ABORT';
    if (!goesOn && (aborts || !goesBack))
      throw new AwsError('ConflictException', `Service deployment in status ${status} cannot be stopped.`, {
        members: { resourceIds: [deployment.arn] },
      });
    if (aborts) scheduler.rollout.abort();
    else if (goesOn) scheduler.rollout.stopAndRollBack(deployment);
    scheduler.wake();
    return { serviceDeploymentArn: deployment.arn };
  };
