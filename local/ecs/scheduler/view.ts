import type { TargetGroups } from '../../parts.ts';
import type { Service } from '../services/service.ts';
import { breakerThreshold } from './breaker.ts';
import type { ServiceView } from './decide.ts';
import { healthOf } from './task-health.ts';

/** What `decide` needs to know of a service. Undefined where its controller keeps it from having a deployment. */
export function viewOf(
  service: Service,
  targetGroups: TargetGroups,
  mayStart: boolean,
): ServiceView | undefined {
  const { primary, configuration, current } = service;
  if (!primary) return undefined;
  const breaker = configuration.deploymentCircuitBreaker;
  const watched = breaker?.enable && current?.target === primary && !current.rollback;
  return {
    desiredCount: service.desiredCount,
    minimumHealthyPercent: configuration.minimumHealthyPercent,
    maximumPercent: configuration.maximumPercent,
    primary: { id: primary.id, rolloutState: primary.rolloutState, failedTasks: primary.failedTasks },
    threshold: watched ? breakerThreshold(breaker, service.desiredCount) : undefined,
    mayStart: mayStart && !primary.abandoned,
    tasks: [...service.tasks]
      .filter(({ task }) => task.serving)
      .map((one) => {
        const { healthy, failing } = healthOf(one, targetGroups);
        const ending = one.task.ending.aborted;
        return {
          id: one.task.id,
          deploymentId: one.deployment.id,
          phase: ending ? 'draining' : one.task.pending ? 'starting' : 'running',
          healthy: healthy && !ending,
          failing: failing !== undefined && !ending,
        };
      }),
  };
}
