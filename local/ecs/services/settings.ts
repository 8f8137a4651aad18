import { isDeepStrictEqual } from 'node:util';
import type {
  CapacityProviderStrategyItem,
  CreateServiceRequest,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { invalid } from './check.ts';
import type { Service, ServiceOptions, WorkloadSettings } from './service.ts';

type Input = Partial<CreateServiceRequest> | UpdateServiceRequest;

/** The members of a request that make a new revision, as far as they are given. */
export function workloadOf(input: Input): WorkloadSettings {
  return {
    ...(input.networkConfiguration ? { networkConfiguration: input.networkConfiguration } : {}),
    ...(input.loadBalancers ? { loadBalancers: input.loadBalancers } : {}),
    ...(input.capacityProviderStrategy ? { capacityProviderStrategy: input.capacityProviderStrategy } : {}),
    ...(input.monitoring ? { monitoring: input.monitoring } : {}),
    ...(input.platformVersion === undefined ? {} : { platformVersion: input.platformVersion }),
  };
}

/** What a service runs after a request. With an empty strategy it has none. */
export function workloadAfter(before: WorkloadSettings, input: Input): WorkloadSettings {
  const { capacityProviderStrategy, ...rest } = { ...before, ...workloadOf(input) };
  return capacityProviderStrategy?.length ? { ...rest, capacityProviderStrategy } : rest;
}

/**
 * An empty strategy takes a service back to the launch type that it was made with (API reference, UpdateService), or else to
 * the cluster's default strategy (AWS::ECS::Service in the template reference, note of June 12, 2025, which has the error too).
 * @throws AwsError InvalidParameterException
 */
export function strategyAfter(
  { madeWith, cluster }: Service,
  { capacityProviderStrategy: asked }: UpdateServiceRequest,
): CapacityProviderStrategyItem[] | undefined {
  if (asked?.length !== 0 || madeWith !== undefined) return asked;
  const byDefault = cluster.settings.defaultCapacityProviderStrategy ?? [];
  if (byDefault.length === 0)
    throw invalid(
      'No launch type to fall back to for empty capacity provider strategy. Your service was not created with a launch type.',
    );
  return byDefault;
}

/** What is left out in one and given as its default in the other is no difference. */
export const isSameWorkload = (one: WorkloadSettings, other: WorkloadSettings): boolean =>
  isDeepStrictEqual(filledIn(one), filledIn(other));

export const isSameStrategy = (one: WorkloadSettings, other: WorkloadSettings): boolean =>
  isDeepStrictEqual(filledIn(one).capacityProviderStrategy, filledIn(other).capacityProviderStrategy);

/** Defaults of the API reference, UpdateService and CapacityProviderStrategyItem. */
const filledIn = (workload: WorkloadSettings): WorkloadSettings => ({
  platformVersion: 'LATEST',
  ...workload,
  capacityProviderStrategy: (workload.capacityProviderStrategy ?? []).map((item) => ({
    ...item,
    weight: item.weight ?? 0,
    base: item.base ?? 0,
  })),
});

/** The members of a request that take effect without a new revision, as far as they are given. */
export function optionsOf(input: Input): ServiceOptions {
  const all = {
    healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds,
    placementConstraints: input.placementConstraints,
    placementStrategy: input.placementStrategy,
    enableECSManagedTags: input.enableECSManagedTags,
    enableExecuteCommand: input.enableExecuteCommand,
    propagateTags: input.propagateTags,
    availabilityZoneRebalancing: input.availabilityZoneRebalancing,
    role: 'role' in input ? input.role : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
