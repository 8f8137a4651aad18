import type { DeploymentLifecycleHookDetail, ServiceDeployment } from '@aws-sdk/client-ecs';

/** Why a service deployment went back or was stopped: in ECS's words, with the alarm, the hook or the count that did it. */
export function whyItEnded(ended: ServiceDeployment): string {
  const { statusReason, rollback } = ended;
  const told = (statusReason ?? rollback?.reason ?? 'ECS gives no reason').replace(/\.$/, '');
  const more = [breaker(ended), alarms(ended), hooks(ended, told)].filter((one) => one !== undefined);
  return more.length > 0 ? `${told} (${more.join('; ')})` : told;
}

function breaker({ deploymentCircuitBreaker }: ServiceDeployment): string | undefined {
  const { status, failureCount, threshold } = deploymentCircuitBreaker ?? {};
  return status === 'TRIGGERED' ? `${failureCount} tasks failed, the limit is ${threshold}` : undefined;
}

function alarms({ alarms }: ServiceDeployment): string | undefined {
  const names = alarms?.triggeredAlarmNames ?? [];
  if (names.length === 0) return undefined;
  return `the alarm${names.length === 1 ? '' : 's'} ${names.join(', ')} went off`;
}

function hooks({ lifecycleHookDetails = [] }: ServiceDeployment, told: string): string | undefined {
  const failed = lifecycleHookDetails
    .filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT')
    .map((hook) => ({ name: nameOfHook(hook), status: hook.status }))
    // Mostly ECS names it itself.
    .filter(({ name }) => !told.includes(name));
  if (failed.length === 0) return undefined;
  return failed
    .map(
      ({ name, status }) => `the hook ${name} ${status === 'FAILED' ? 'failed' : 'was not answered in time'}`,
    )
    .join(', ');
}

/** A function by its ARN, a pause by its id: what ContinueServiceDeployment takes. */
export function nameOfHook({ targetArn, hookId }: DeploymentLifecycleHookDetail): string {
  return targetArn ?? hookId ?? 'without a name';
}
