import type { CapacityProviderStrategyItem, LaunchType } from '@aws-sdk/client-ecs';
import { checkStrategy } from '../clusters/capacity-providers.ts';
import type { Cluster } from '../clusters.ts';
import { invalid } from '../services/check.ts';

/** Where one task runs. Spot tasks are never interrupted here. */
export interface Placement {
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string;
}

interface Asked {
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
}

/**
 * By launch type, by strategy, else by the cluster's default strategy, else on EC2 (API reference, RunTask and
 * CreateService).
 * @throws AwsError InvalidParameterException
 */
export function capacityFor(
  cluster: Cluster,
  { launchType, capacityProviderStrategy: asked = [] }: Asked,
): { launchType: LaunchType; strategy: CapacityProviderStrategyItem[] } {
  if (launchType !== undefined && asked.length > 0)
    throw invalid(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  if (launchType !== undefined && launchType !== 'FARGATE' && launchType !== 'EC2')
    throw invalid(`The local cloud does not support the launch type ${launchType}.`);
  const strategy = asked.length > 0 ? asked : (cluster.settings.defaultCapacityProviderStrategy ?? []);
  if (launchType !== undefined || strategy.length === 0)
    return { launchType: launchType ?? 'EC2', strategy: [] };
  checkStrategy(cluster.settings.capacityProviders ?? [], strategy);
  return { launchType: 'FARGATE', strategy: [...strategy] };
}

/** Where each of `count` tasks runs. @throws AwsError as `capacityFor` does */
export function placementsFor(cluster: Cluster, input: Asked, count: number): Placement[] {
  const { launchType, strategy } = capacityFor(cluster, input);
  return spread(launchType, strategy, { count, there: [] });
}

/** @param there the providers of the tasks that the strategy has placed before */
export function spread(
  launchType: LaunchType,
  strategy: readonly CapacityProviderStrategyItem[],
  { count, there }: { count: number; there: readonly string[] },
): Placement[] {
  if (strategy.length === 0) return Array.from({ length: count }, () => ({ launchType }));
  const chosen: string[] = [];
  while (chosen.length < count) {
    const next = nextProvider(strategy, [...there, ...chosen]);
    if (next === undefined) break;
    chosen.push(next);
  }
  return chosen.map((capacityProviderName) => ({ launchType, capacityProviderName }));
}

/** The base first; then the provider that is furthest behind its weight (CapacityProviderStrategyItem). */
function nextProvider(
  strategy: readonly CapacityProviderStrategyItem[],
  there: readonly string[],
): string | undefined {
  const providers = strategy.map(({ capacityProvider = '', weight = 0, base = 0 }) => ({
    ...{ capacityProvider, weight },
    beyondBase: there.filter((name) => name === capacityProvider).length - base,
  }));
  const [next] = [
    ...providers.filter(({ beyondBase }) => beyondBase < 0),
    ...providers
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => (one.beyondBase + 1) / one.weight - (other.beyondBase + 1) / other.weight),
  ];
  return next?.capacityProvider;
}
