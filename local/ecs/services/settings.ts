import { isDeepStrictEqual } from 'node:util';
import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import type { ServiceOptions, WorkloadSettings } from './service.ts';

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

/** What a service runs after a request. An empty strategy takes it back to its launch type (API reference, UpdateService). */
export function workloadAfter(before: WorkloadSettings, input: Input): WorkloadSettings {
  const { capacityProviderStrategy, ...rest } = { ...before, ...workloadOf(input) };
  return capacityProviderStrategy?.length ? { ...rest, capacityProviderStrategy } : rest;
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
