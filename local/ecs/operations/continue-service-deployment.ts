import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { findServiceDeployment } from '../services/find.ts';

/**
 * Answers a hook that pauses a deployment.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/continue-service-deployment.html
 */
export const continueServiceDeployment =
  (context: Context): Operation<ContinueServiceDeploymentRequest, ContinueServiceDeploymentResponse> =>
  (input) => {
    const found = findServiceDeployment(context, input.serviceDeploymentArn ?? '');
    if (!found) throw new AwsError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
    const { deployment } = found;
    const run = deployment.hooks.find(({ id }) => id === input.hookId);
    if (!run) throw invalid(`Lifecycle hook ${input.hookId} not found.`);
    if (deployment.status !== 'IN_PROGRESS' || run.status !== 'AWAITING_ACTION')
      throw invalid(`Lifecycle hook ${input.hookId} is not awaiting an action.`);
    run.answer.resolve(input.action ?? 'CONTINUE');
    return { serviceDeploymentArn: deployment.arn };
  };
