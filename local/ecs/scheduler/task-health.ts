import type { TargetGroups } from '../../parts.ts';
import type { ServiceTask } from '../services/service.ts';

/** What a failing check of a task is called in its stoppedReason, and in the service's events. */
export interface Failing {
  readonly stoppedReason: string;
  readonly message: string;
}

/** Whether a task counts as healthy, or is to be replaced. */
export function healthOf(
  one: ServiceTask,
  targetGroups: TargetGroups,
): { healthy: boolean; failing?: Failing } {
  const { task } = one;
  if (task.lastStatus !== 'RUNNING') return { healthy: false };
  const checked = task.containers.some((container) => container.essential && container.checked);
  if (checked && task.healthStatus === 'UNHEALTHY')
    return {
      healthy: false,
      ...(one.graceOver
        ? {
            failing: {
              stoppedReason: 'Task failed container health checks',
              message: `(task ${task.id}) failed container health checks.`,
            },
          }
        : {}),
    };
  const targets = task.plan.loadBalancers.map(({ targetGroupArn = '', containerPort = 0 }) => ({
    arn: targetGroupArn,
    port: containerPort,
    health: targetGroups.health(targetGroupArn, task.interface?.address ?? '', containerPort),
  }));
  const bad = targets.find(({ health }) => health?.state === 'unhealthy');
  if (bad)
    return {
      healthy: false,
      ...(one.graceOver
        ? {
            failing: {
              stoppedReason: `Task failed ELB health checks in (target-group ${bad.arn})`,
              message:
                `(task ${task.id}) (port ${bad.port}) is unhealthy in (target-group ${bad.arn}) ` +
                `due to (reason ${bad.health?.description ?? 'Health checks failed'}).`,
            },
          }
        : {}),
    };
  const targetsHealthy = targets.every(({ health }) => health?.state === 'healthy');
  const containersHealthy = !checked || task.healthStatus === 'HEALTHY';
  const settled = checked || targets.length > 0 || one.settled;
  return { healthy: targetsHealthy && containersHealthy && settled };
}
