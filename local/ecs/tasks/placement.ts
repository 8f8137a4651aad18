import type { CapacityProviderStrategyItem, LaunchType } from '@aws-sdk/client-ecs';
import { checkStrategy } from '../clusters/capacity-providers.ts';
import type { Cluster } from '../clusters.ts';
import { invalid } from '../services/check.ts';

/** Where one task runs. Spot tasks are never interrupted here. */
export interface Placement {
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string;
}

/**
 * Where each of `count` tasks runs: by launch type, by strategy, else by the cluster's default strategy, else on EC2
 * (API reference, RunTask).
 * @throws AwsError InvalidParameterException
 */
export function placementsFor(
  cluster: Cluster,
  input: {
    launchType?: LaunchType | undefined;
    capacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined;
  },
  count: number,
): Placement[] {
  const { launchType, capacityProviderStrategy: strategy = [] } = input;
  if (launchType !== undefined && strategy.length > 0)
    throw invalid(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  if (launchType !== undefined && launchType !== 'FARGATE' && launchType !== 'EC2')
    throw invalid(`The local cloud does not support the launch type ${launchType}.`);
  const used = strategy.length > 0 ? strategy : (cluster.settings.defaultCapacityProviderStrategy ?? []);
  if (launchType !== undefined || used.length === 0)
    return Array.from({ length: count }, () => ({ launchType: launchType ?? 'EC2' }));
  checkStrategy(cluster.settings.capacityProviders ?? [], used);
  return spread(used, count).map((name) => ({ launchType: 'FARGATE', capacityProviderName: name }));
}

/** The base first; then each task to the provider that is furthest behind its weight (CapacityProviderStrategyItem). */
function spread(strategy: readonly CapacityProviderStrategyItem[], count: number): string[] {
  const weighted = strategy.map(({ capacityProvider = '', weight = 0 }) => ({
    capacityProvider,
    weight,
    given: 0,
  }));
  const chosen = strategy.flatMap(({ capacityProvider = '', base = 0 }) =>
    Array.from({ length: Math.min(base, count) }, () => capacityProvider),
  );
  while (chosen.length < count) {
    const [next] = weighted
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => (one.given + 1) / one.weight - (other.given + 1) / other.weight);
    if (!next) break;
    next.given++;
    chosen.push(next.capacityProvider);
  }
  return chosen;
}
