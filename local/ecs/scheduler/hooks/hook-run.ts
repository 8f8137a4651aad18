import { randomBytes } from 'node:crypto';
import type {
  DeploymentLifecycleHook,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStage,
  DeploymentLifecycleHookStatus,
  DeploymentLifecycleHookDetail as Description,
} from '@aws-sdk/client-ecs';
import type { Clock } from '../../../clock.ts';

/** API reference, DeploymentLifecycleHookTimeoutConfiguration: 24 hours. */
const DEFAULT_TIMEOUT_MINUTES = 1440;

/** A hook at one time that its stage is reached. */
export interface HookRun {
  readonly id: string;
  readonly hook: DeploymentLifecycleHook;
  readonly stage: DeploymentLifecycleHookStage;
  readonly timeoutMinutes: number;
  readonly expiresAt: Date;
  readonly timeoutAction: DeploymentLifecycleHookAction;
  status: DeploymentLifecycleHookStatus;
  /** Settled by ContinueServiceDeployment, for a pause. */
  readonly answer: PromiseWithResolvers<DeploymentLifecycleHookAction>;
}

export function makeHookRun(
  hook: DeploymentLifecycleHook,
  stage: DeploymentLifecycleHookStage,
  clock: Clock,
): HookRun {
  const timeoutMinutes = hook.timeoutConfiguration?.timeoutInMinutes ?? DEFAULT_TIMEOUT_MINUTES;
  return {
    id: `ecs-${isPause(hook) ? 'pause' : 'lambda'}-${randomBytes(32).toString('base64url')}`,
    hook,
    stage,
    timeoutMinutes,
    // Time stamps are real: that is when it will be, however fast AWS's time goes.
    expiresAt: new Date(clock.now() + clock.milliseconds(timeoutMinutes * 60)),
    timeoutAction: hook.timeoutConfiguration?.action ?? 'ROLLBACK',
    status: isPause(hook) ? 'AWAITING_ACTION' : 'IN_PROGRESS',
    answer: Promise.withResolvers(),
  };
}

export const isPause = ({ targetType }: DeploymentLifecycleHook) => targetType === 'PAUSE';

export const describeHook = ({ id, hook, status, expiresAt, timeoutAction }: HookRun): Description => ({
  hookId: id,
  targetType: hook.targetType ?? 'AWS_LAMBDA',
  ...(isPause(hook) ? {} : { targetArn: hook.hookTargetArn }),
  status,
  expiresAt,
  timeoutAction,
});
