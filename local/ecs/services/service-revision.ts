import type { ServiceRevision as Description } from '@aws-sdk/client-ecs';
import { serviceRevisionArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import type { ResolvedImage } from '../tasks/plan.ts';
import type { Service, WorkloadSettings } from './service.ts';

/** What a service runs, as it was when its deployment started: it never changes. */
export interface ServiceRevision {
  readonly arn: string;
  readonly definition: Revision;
  readonly workload: WorkloadSettings;
  /** By container, for those whose image could be found. */
  readonly images: ReadonlyMap<string, ResolvedImage>;
  readonly createdAt: Date;
}

/**
 * A new revision of a service. Each tag is looked up once, here, so that all of its tasks run the same digest
 * ("Container image resolution"), but for containers with `versionConsistency: disabled`.
 */
export function makeRevision(context: Context, service: Service, definition: Revision): ServiceRevision {
  const images = new Map<string, ResolvedImage>();
  for (const container of definition.containers) {
    if (container.versionConsistency === 'disabled') continue;
    const found = context.images.resolve(container.image);
    // An image that is not there fails its tasks, one by one, with the reason.
    if (!('error' in found)) images.set(container.name, { digest: found.digest, pull: found.pull });
  }
  return {
    arn: serviceRevisionArn(context.account, service.cluster.name, service.name),
    definition,
    workload: service.workload,
    images,
    createdAt: context.clock.date(),
  };
}

export function describeRevision(service: Service, revision: ServiceRevision): Description {
  const { workload } = revision;
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: revision.definition.arn,
    launchType: service.launchType,
    ...(service.launchType === 'FARGATE'
      ? { platformVersion: workload.platformVersion ?? '1.4.0', platformFamily: 'Linux' }
      : {}),
    ...(workload.capacityProviderStrategy
      ? { capacityProviderStrategy: workload.capacityProviderStrategy }
      : {}),
    loadBalancers: workload.loadBalancers ?? [],
    ...(workload.networkConfiguration ? { networkConfiguration: workload.networkConfiguration } : {}),
    containerImages: revision.definition.containers.map(({ name, image }) => {
      const digest = revision.images.get(name)?.digest;
      return { containerName: name, image, ...(digest === undefined ? {} : { imageDigest: digest }) };
    }),
    guardDutyEnabled: false,
    createdAt: revision.createdAt,
  };
}
