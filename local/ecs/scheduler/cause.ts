/** Why a deployment is given up, in the words of each place that tells it. */
export interface Cause {
  /** `statusReason` and `rollback.reason` of the service deployment. */
  readonly reason: string;
  /** What the service's events say after "deployment failed:"; nothing where a user wanted it. */
  readonly event?: string;
  /** `rolloutStateReason` of what failed. */
  readonly failed: string;
  /** What comes before ": rolling back to deploymentId" in the other one's `rolloutStateReason`. */
  readonly from: string;
  /** Whether it goes back to what was good. */
  readonly rollsBack: boolean;
  /** Of whom it came, as far as the service deployment tells. */
  readonly by?: 'breaker' | 'alarm';
}

const STOPPED = 'Service deployment was stopped by a user.';

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html */
export const byBreaker = (rollsBack: boolean): Cause => ({
  by: 'breaker',
  reason: rollsBack
    ? 'Service deployment rolled back because the circuit breaker threshold was exceeded.'
    : 'ECS deployment circuit breaker: tasks failed to start.',
  event: 'tasks failed to start.',
  failed: 'ECS deployment circuit breaker: tasks failed to start.',
  from: 'ECS deployment circuit breaker',
  rollsBack,
});

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html */
export const byAlarm = (rollsBack: boolean): Cause => ({
  by: 'alarm',
  reason: rollsBack
    ? 'Service deployment rolled back because of one or more active alarms.'
    : 'ECS deployment failed: alarm detected.',
  event: 'alarm detected.',
  failed: 'ECS deployment failed: alarm detected.',
  from: 'ECS deployment alarm',
  rollsBack,
});

export const byUser = (rollsBack: boolean): Cause => ({
  reason: rollsBack ? 'Service deployment rolled back because it was stopped by a user.' : STOPPED,
  failed: STOPPED,
  from: 'Service deployment stopped',
  rollsBack,
});

/**
 * What went wrong in a stage: a hook, or a rule that could not be changed.
 * @param what follows "Service deployment rolled back because", as AWS words it
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html
 */
export class Unsuccessful extends Error {
  readonly why: Cause;

  constructor(what: string) {
    const reason = `Service deployment rolled back because ${what}`;
    super(reason);
    this.name = 'Unsuccessful';
    this.why = {
      reason,
      event: reason,
      failed: reason,
      from: 'Service deployment failed',
      rollsBack: true,
    };
  }
}
