import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import { isPause } from '../scheduler/hooks/hook-run.ts';
import { invalid } from './check.ts';

/** Of each kind ("Constraints" of pause hooks in the developer guide). */
const MOST_HOOKS = 10;
/** Minutes that a function may take; the model has the limit of pauses, which is 14 days. */
const LONGEST_FUNCTION = 1440;
/** These run again on the way back, where nobody is to be waited for. */
const NOT_FOR_PAUSES = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'];

/**
 * @throws AwsError InvalidParameterException
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
 */
export function checkHooks(hooks: readonly DeploymentLifecycleHook[]): void {
  const pauses = hooks.filter(isPause);
  if (pauses.length > MOST_HOOKS || hooks.length - pauses.length > MOST_HOOKS)
    throw invalid(`A service can have at most ${MOST_HOOKS} pause hooks and ${MOST_HOOKS} Lambda hooks.`);
  for (const hook of hooks) {
    if (!hook.lifecycleStages?.length)
      throw invalid('lifecycleStages of a lifecycle hook must not be empty.');
    if (isPause(hook)) checkPause(hook);
    else checkFunction(hook);
  }
}

function checkPause(hook: DeploymentLifecycleHook): void {
  const wrong = hook.lifecycleStages?.find((stage) => NOT_FOR_PAUSES.includes(stage));
  if (wrong)
    throw invalid(`Lifecycle hooks of type PAUSE are not supported at the lifecycle stage ${wrong}.`);
  if (hook.hookTargetArn !== undefined || hook.roleArn !== undefined)
    throw invalid('hookTargetArn and roleArn are not allowed for lifecycle hooks of type PAUSE.');
}

function checkFunction(hook: DeploymentLifecycleHook): void {
  if (hook.hookTargetArn === undefined || hook.roleArn === undefined)
    throw invalid('hookTargetArn and roleArn are required for lifecycle hooks of type AWS_LAMBDA.');
  if (!hook.hookTargetArn.startsWith('arn:aws:lambda:'))
    throw invalid(`hookTargetArn ${hook.hookTargetArn} is not the ARN of a Lambda function.`);
  if ((hook.timeoutConfiguration?.timeoutInMinutes ?? 1) > LONGEST_FUNCTION)
    throw invalid(
      `timeoutInMinutes of lifecycle hooks of type AWS_LAMBDA must not be above ${LONGEST_FUNCTION}.`,
    );
}
