import type { ClusterSetting, CreateClusterRequest } from '@aws-sdk/client-ecs';
import type { Cluster } from '../clusters.ts';
import { invalid } from '../services/check.ts';
import { checkProviders, checkStrategy } from './capacity-providers.ts';

/** Values of the setting containerInsights (API reference, ClusterSetting). */
const INSIGHTS: readonly (string | undefined)[] = ['enabled', 'disabled', 'enhanced'];

type Given = Pick<
  CreateClusterRequest,
  | 'settings'
  | 'configuration'
  | 'capacityProviders'
  | 'defaultCapacityProviderStrategy'
  | 'serviceConnectDefaults'
>;

/**
 * The settings of a request, as far as it gives any.
 * @throws AwsError InvalidParameterException for what there is not
 */
export function settingsOf(given: Given): Cluster['settings'] {
  const { settings, configuration, capacityProviders, defaultCapacityProviderStrategy } = given;
  if (given.serviceConnectDefaults) throw invalid('The local cloud does not support Service Connect.');
  if (settings) checkSettings(settings);
  checkProviders(capacityProviders ?? []);
  checkStrategy(capacityProviders ?? [], defaultCapacityProviderStrategy ?? []);
  return {
    ...(settings ? { settings } : {}),
    ...(configuration ? { configuration } : {}),
    ...(capacityProviders ? { capacityProviders } : {}),
    ...(defaultCapacityProviderStrategy ? { defaultCapacityProviderStrategy } : {}),
  };
}

/** @throws AwsError InvalidParameterException */
function checkSettings(settings: readonly ClusterSetting[]): void {
  for (const { name, value } of settings)
    if (name !== 'containerInsights' || !INSIGHTS.includes(value))
      throw invalid(`The cluster setting ${name} cannot have the value ${value}.`);
}
