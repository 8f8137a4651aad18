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
    if (deployment.status !== 'PENDING' && deployment.status !== 'IN_PROGRESS')
      throw new AwsError(
        'ConflictException',
        `Service deployment in status ${deployment.status} cannot be stopped.`,
        {
          members: { resourceIds: [deployment.arn] },
        },
      );
    if (input.stopType === 'ABORT') scheduler.rollout.abort(deployment);
    else scheduler.rollout.stopAndRollBack(deployment);
    scheduler.wake();
    return { serviceDeploymentArn: deployment.arn };
  };
