import type {
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse,
} from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { describeCluster } from '../clusters/describe-cluster.ts';
import { settingsOf } from '../clusters/settings.ts';
import type { Context } from '../context.ts';

/** Replaces a cluster's capacity providers and its default strategy. One that tasks run on cannot be left out. */
export const putClusterCapacityProviders =
  ({
    clusters,
  }: Context): Operation<PutClusterCapacityProvidersRequest, PutClusterCapacityProvidersResponse> =>
  ({ cluster: name, capacityProviders = [], defaultCapacityProviderStrategy = [] }) => {
    const cluster = clusters.find(name);
    const settings = settingsOf({ capacityProviders, defaultCapacityProviderStrategy });
    const used = [...cluster.tasks.values()].find(
      ({ plan, lastStatus }) =>
        lastStatus !== 'STOPPED' &&
        plan.capacityProviderName !== undefined &&
        !capacityProviders.includes(plan.capacityProviderName),
    );
    if (used)
      throw new AwsError(
        'ResourceInUseException',
        `The specified capacity provider ${used.plan.capacityProviderName} is in use and cannot be removed.`,
      );
    cluster.settings = { ...cluster.settings, ...settings };
    return { cluster: describeCluster(cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
  };
