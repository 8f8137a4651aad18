import type { CapacityProviderStrategyItem } from '@aws-sdk/client-ecs';
import { invalid } from '../services/check.ts';

/** The providers that need no instances; the local cloud has no others. */
const FARGATE_PROVIDERS: readonly string[] = ['FARGATE', 'FARGATE_SPOT'];

/** @throws AwsError InvalidParameterException for a provider that there is not */
export function checkProviders(names: readonly string[]): void {
  for (const name of names)
    if (!FARGATE_PROVIDERS.includes(name))
      throw invalid(
        `The specified capacity provider '${name}' was not found. Specify a valid name or ARN and try again.`,
      );
}

/**
 * API reference, CapacityProviderStrategyItem.
 * @param associated the cluster's providers
 * @throws AwsError InvalidParameterException
 */
export function checkStrategy(
  associated: readonly string[],
  strategy: readonly CapacityProviderStrategyItem[],
): void {
  const names = strategy.map(({ capacityProvider = '' }) => capacityProvider);
  checkProviders(names);
  if (names.some((name) => !associated.includes(name)))
    throw invalid(
      'The capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. ' +
        'Associate the capacity provider with the cluster and try again.',
    );
  if (strategy.filter(({ base }) => (base ?? 0) > 0).length > 1)
    throw invalid('Only one capacity provider in a capacity provider strategy can have a base defined.');
  if (strategy.length > 0 && strategy.every(({ weight, base }) => !weight && !base))
    throw invalid('At least one capacity provider of a strategy must have a weight greater than zero.');
}
