import type { TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ProbeResult } from './probe.ts';

export interface HealthThresholds {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly matches: (status: number) => boolean;
}

/** A target's health as it is known, and the run of equal results that it came from. */
export interface Health extends Omit<TargetHealth, 'State'> {
  readonly State: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining';
  readonly successes: number;
  readonly failures: number;
}

const fresh = { successes: 0, failures: 0 };

export const registering: Health = {
  State: 'initial',
  Reason: 'Elb.RegistrationInProgress',
  Description: 'Target registration is in progress',
  ...fresh,
};

export const unused: Health = {
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description: 'Target group is not configured to receive traffic from the load balancer',
  ...fresh,
};

export const draining: Health = {
  State: 'draining',
  Reason: 'Target.DeregistrationInProgress',
  Description: 'Target deregistration is in progress',
  ...fresh,
};

/**
 * What is known after one more result. A target that just registered needs one success, any other as many as the
 * threshold says (Elastic Load Balancing, "Health checks for Application Load Balancer target groups").
 */
export function afterProbe(health: Health, result: ProbeResult, thresholds: HealthThresholds): Health {
  if (health.State === 'unused' || health.State === 'draining') return health;
  if (result.found === 'answer' && thresholds.matches(result.status)) {
    const successes = health.successes + 1;
    const needed = health.State === 'initial' ? 1 : thresholds.healthy;
    if (health.State === 'healthy' || successes >= needed)
      return { State: 'healthy', successes, failures: 0 };
    return { ...health, successes, failures: 0 };
  }
  const failures = health.failures + 1;
  if (health.State === 'unhealthy' || failures >= thresholds.unhealthy)
    return { State: 'unhealthy', ...reasonOf(result), successes: 0, failures };
  if (health.State === 'initial')
    return {
      State: 'initial',
      Reason: 'Elb.InitialHealthChecking',
      Description: 'Initial health checks in progress',
      successes: 0,
      failures,
    };
  return { ...health, successes: 0, failures };
}

function reasonOf(result: ProbeResult): Pick<TargetHealth, 'Reason' | 'Description'> {
  if (result.found === 'answer')
    return {
      Reason: 'Target.ResponseCodeMismatch',
      Description: `Health checks failed with these codes: [${result.status}]`,
    };
  if (result.found === 'silence') return { Reason: 'Target.Timeout', Description: 'Request timed out' };
  return { Reason: 'Target.FailedHealthChecks', Description: 'Health checks failed' };
}
