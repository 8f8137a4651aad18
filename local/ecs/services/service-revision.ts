import type { ServiceRevision as Description, LoadBalancer } from '@aws-sdk/client-ecs';
import { serviceRevisionArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { isRolling } from '../scheduler/stages.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import type { ResolvedImage } from '../tasks/plan.ts';
import { resolvedPlatform } from '../tasks/platform.ts';
import type { Service, WorkloadSettings } from './service.ts';

/** What a service runs, as it was when its deployment started: it never changes. */
export interface ServiceRevision {
  readonly arn: string;
  readonly definition: Revision;
  readonly workload: WorkloadSettings;
  /**
   * The load balancers with the target group that its tasks are in, which may be the alternate one: the other is
   * named as the alternate then. Two groups take turns, deployment by deployment.
   */
  readonly targets: readonly LoadBalancer[];
  /** By container, for those whose image could be found. */
  readonly images: ReadonlyMap<string, ResolvedImage>;
  readonly createdAt: Date;
}

/**
 * A new revision of a service. Each tag is looked up once, here, so that all of its tasks run the same digest
 * ("Container image resolution"), but for containers with `versionConsistency: disabled`.
 */
export function makeRevision(
  context: Context,
  service: Service,
  { definition, serving }: { definition: Revision; serving: ServiceRevision | undefined },
): ServiceRevision {
  const images = new Map<string, ResolvedImage>();
  for (const container of definition.containers) {
    if (container.versionConsistency === 'disabled') continue;
    const found = context.images.resolve(container.image);
    // An image that is not there fails its tasks, one by one, with the reason.
    if (!('error' in found)) images.set(container.name, found);
  }
  return {
    arn: serviceRevisionArn(context.account, service.cluster.name, service.name),
    definition,
    workload: service.workload,
    targets: targetsOf(service, serving),
    images,
    createdAt: context.clock.date(),
  };
}

function targetsOf(
  { workload, configuration }: Service,
  serving: ServiceRevision | undefined,
): LoadBalancer[] {
  return (workload.loadBalancers ?? []).map((balancer) => {
    const { advancedConfiguration, targetGroupArn } = balancer;
    const alternate = advancedConfiguration?.alternateTargetGroupArn;
    if (alternate === undefined) return balancer;
    const groups = serving?.targets.map((one) => one.targetGroupArn);
    const isServing = (arn: string | undefined) => groups?.includes(arn) ?? false;
    const takes = isRolling(configuration) ? isServing(alternate) : isServing(targetGroupArn);
    return takes
      ? {
          ...balancer,
          targetGroupArn: alternate,
          advancedConfiguration: { ...advancedConfiguration, alternateTargetGroupArn: targetGroupArn },
        }
      : balancer;
  });
}

export function describeRevision(service: Service, revision: ServiceRevision): Description {
  const { workload } = revision;
  const launchType = service.launchTypeOf(workload);
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: revision.definition.arn,
    launchType,
    ...(launchType === 'FARGATE'
      ? { platformVersion: resolvedPlatform(workload.platformVersion), platformFamily: 'Linux' }
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
    ...(revision.targets.length > 0
      ? {
          resolvedConfiguration: {
            loadBalancers: revision.targets.map(({ targetGroupArn, advancedConfiguration }) => ({
              targetGroupArn,
              ...(advancedConfiguration?.productionListenerRule === undefined
                ? {}
                : { productionListenerRule: advancedConfiguration.productionListenerRule }),
            })),
          },
        }
      : {}),
    ...(workload.monitoring ? { monitoring: workload.monitoring } : {}),
    guardDutyEnabled: false,
    createdAt: revision.createdAt,
  };
}
