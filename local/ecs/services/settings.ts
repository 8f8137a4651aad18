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
