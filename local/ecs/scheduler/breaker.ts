import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';

/** Percent of the desired count, and its bounds (developer guide, "How the deployment circuit breaker detects failures"). */
const DEFAULT_PERCENT = 50;
const LOWEST = 3;
const HIGHEST = 200;

/** How many tasks of a deployment may fail before it is given up. */
export function breakerThreshold(
  breaker: DeploymentCircuitBreaker | undefined,
  desiredCount: number,
): number {
  const { type = 'BOUNDED_PERCENT', value = DEFAULT_PERCENT } = breaker?.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const share = Math.ceil((value / 100) * desiredCount);
  return type === 'UNBOUNDED_PERCENT' ? Math.max(share, 1) : Math.min(Math.max(share, LOWEST), HIGHEST);
}
