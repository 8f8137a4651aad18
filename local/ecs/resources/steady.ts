import type { Clock } from '../../clock.ts';
import type { ServiceScheduler } from '../scheduler/service-scheduler.ts';
import { isRolling } from '../scheduler/stages.ts';

/** Seconds for which CloudFormation waits for a service at most ("Troubleshooting CloudFormation": three hours). */
const LONGEST_WAIT = 3 * 3600;

/** The same where traffic is shifted ("Deployment lifecycle stages" of blue/green deployments: 36 hours). */
const LONGEST_WAIT_FOR_TRAFFIC = 36 * 3600;

/**
 * Resolves when the service is steady with what it was last told to run.
 * @throws Error in CloudFormation's words when its deployment ended in another way
 */
export function steady(clock: Clock, scheduler: ServiceScheduler): Promise<void> {
  const { service } = scheduler;
  // One that ended before says nothing of what is waited for.
  const awaited = service.current;
  return new Promise((resolve, reject) => {
    const finish = (error?: string) => {
      unwatch();
      timer.cancel();
      if (error) reject(new Error(error));
      else resolve();
    };
    const look = () => {
      const status = awaited?.status;
      if (service.status !== 'ACTIVE') finish(`Service ${service.name} was deleted meanwhile`);
      else if (status === 'STOPPED' || status === 'ROLLBACK_SUCCESSFUL' || status === 'ROLLBACK_FAILED')
        finish(
          awaited?.cause?.by === 'breaker'
            ? "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."
            : `Service deployment ${awaited?.arn} ended ${status}: ${awaited?.statusReason}`,
        );
      // With an EXTERNAL controller there is nothing to wait for.
      else if (service.steady || !service.primary) finish();
    };
    const unwatch = scheduler.watch(look);
    const timer = clock.after(
      isRolling(service.configuration) ? LONGEST_WAIT : LONGEST_WAIT_FOR_TRAFFIC,
      () =>
        finish(
          `Service ${service.arn} did not stabilize: ${service.events[0]?.message ?? 'it has no events'}`,
        ),
    );
    look();
  });
}

/** Resolves when the last task of a deleted service is gone. */
export function inactive(scheduler: ServiceScheduler): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (scheduler.service.status !== 'INACTIVE') return;
      unwatch();
      resolve();
    };
    const unwatch = scheduler.watch(look);
    look();
  });
}
