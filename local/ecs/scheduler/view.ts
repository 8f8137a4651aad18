import type { TargetGroups } from '../../parts.ts';
import type { Deployment } from '../services/deployment.ts';
import type { Service, ServiceTask } from '../services/service.ts';
import { breakerThreshold } from './breaker.ts';
import type { ServiceView, TaskView } from './decide.ts';
import { isRolling } from './stages.ts';
import { healthOf } from './task-health.ts';

/** What `decide` needs to know to keep the tasks of a deployment. */
export interface Kept {
  readonly deployment: Deployment;
  readonly view: ServiceView;
}

/**
 * What is to be kept: in a rolling update the service as a whole, whose newest deployment takes over task by task;
 * else each deployment by itself, as if it were alone. Nothing where the controller keeps it from having a deployment.
 */
export function keptOf(service: Service, targetGroups: TargetGroups, mayStart: boolean): Kept[] {
  const { primary } = service;
  if (!primary) return [];
  const tasks = [...service.tasks].filter(({ task }) => task.serving);
  if (isRolling(service.serviceDeployments[0]?.configuration ?? {}))
    return [keep(service, primary, { tasks, desiredCount: service.desiredCount, mayStart, targetGroups })];
  return service.deployments.map((deployment) =>
    keep(service, deployment, {
      tasks: tasks.filter((one) => one.deployment === deployment),
      desiredCount: deployment.wanted ? service.desiredCount : 0,
      // Only what is new waits after its failures: what serves must be whole again soon.
      mayStart: mayStart || deployment !== primary,
      targetGroups,
    }),
  );
}

function keep(
  { configuration, current, desiredCount: all }: Service,
  deployment: Deployment,
  {
    tasks,
    desiredCount,
    mayStart,
    targetGroups,
  }: { tasks: ServiceTask[]; desiredCount: number; mayStart: boolean; targetGroups: TargetGroups },
): Kept {
  const breaker = configuration.deploymentCircuitBreaker;
  const watched = breaker?.enable && current?.target === deployment && !current.rollback;
  return {
    deployment,
    view: {
      desiredCount,
      minimumHealthyPercent: configuration.minimumHealthyPercent,
      maximumPercent: configuration.maximumPercent,
      primary: {
        id: deployment.id,
        rolloutState: deployment.rolloutState,
        failedTasks: deployment.failedTasks,
      },
      threshold: watched ? breakerThreshold(breaker, all) : undefined,
      mayStart: mayStart && !deployment.abandoned,
      tasks: tasks.map((one) => viewOf(one, targetGroups)),
    },
  };
}

function viewOf(one: ServiceTask, targetGroups: TargetGroups): TaskView {
  const { task } = one;
  const { healthy, failing } = healthOf(one, targetGroups);
  const ending = task.ending.aborted;
  return {
    id: task.id,
    deploymentId: one.deployment.id,
    phase: ending ? 'draining' : task.pending ? 'starting' : 'running',
    healthy: healthy && !ending,
    failing: failing !== undefined && !ending,
  };
}
