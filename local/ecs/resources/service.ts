import { isDeepStrictEqual } from 'node:util';
import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import {
  CreatedButFailed,
  type Properties,
  type Resource,
  type ResourceProvider,
} from '../../cloudformation/provider.ts';
import { nameOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { createService } from '../operations/create-service.ts';
import { deleteService } from '../operations/delete-service.ts';
import { updateService } from '../operations/update-service.ts';
import type { Service } from '../services/service.ts';
import { asInput, stackCall } from './as-input.ts';
import { inactive, steady } from './steady.ts';

const replaceOn = [
  'Cluster',
  'ServiceName',
  'LaunchType',
  'SchedulingStrategy',
  'DeploymentController',
  'Role',
];

/** Tasks of a new service whose template names no number (template reference, AWS::ECS::Service: DesiredCount). */
const DEFAULT_COUNT = 1;

/** What the local cloud takes in a template; of what the API refuses it says so in the API's words. */
const known = [
  ...replaceOn,
  'AvailabilityZoneRebalancing',
  'CapacityProviderStrategy',
  'DeploymentConfiguration',
  'DesiredCount',
  'EnableECSManagedTags',
  'EnableExecuteCommand',
  'HealthCheckGracePeriodSeconds',
  'LoadBalancers',
  'NetworkConfiguration',
  'PlacementConstraints',
  'PlacementStrategies',
  'PlatformVersion',
  'PropagateTags',
  'ServiceConnectConfiguration',
  'ServiceRegistries',
  'Tags',
  'TaskDefinition',
  'VolumeConfigurations',
];

/** A service, which is there when it is steady: CloudFormation waits for that, and fails when its rollout does. */
export function serviceResource(context: Context): ResourceProvider {
  const schedulerOf = (arn: string) => {
    const cluster = context.clusters.get(arn.split('/').at(-2));
    return cluster?.services.get(nameOf(arn));
  };
  const describe = (service: Service): Resource => ({
    id: service.arn,
    attributes: { Name: service.name, ServiceArn: service.arn },
  });
  const existing = (arn: string) => {
    const scheduler = schedulerOf(arn);
    if (!scheduler) throw new Error(`Service ${arn} does not exist`);
    return scheduler;
  };
  return {
    replaceOn,
    async create({ properties, generatedName }) {
      checkKnown('AWS::ECS::Service', properties, known);
      const input = asInput<CreateServiceRequest>(properties);
      const { service } = await createService(context)(
        {
          ...input,
          serviceName: input.serviceName ?? generatedName,
          desiredCount: input.desiredCount ?? DEFAULT_COUNT,
        },
        stackCall('CreateService'),
      );
      const scheduler = existing(service?.serviceArn ?? '');
      const resource = describe(scheduler.service);
      await steady(context.clock, scheduler).catch((cause: unknown) => {
        // It is there and may have tasks: the stack's rollback has to delete it.
        throw new CreatedButFailed(resource, cause instanceof Error ? cause.message : String(cause), {
          cause,
        });
      });
      return resource;
    },
    async update({ properties, previous, resource }) {
      checkKnown('AWS::ECS::Service', properties, known);
      const scheduler = existing(resource.id);
      const { tags, ...changed } = asInput<UpdateServiceRequest & Pick<CreateServiceRequest, 'tags'>>(
        changesOf(properties, previous),
      );
      if (tags) scheduler.service.tags = tags;
      await updateService(context)(
        {
          ...changed,
          cluster: scheduler.service.cluster.arn,
          service: scheduler.service.name,
          // CloudFormation changes a strategy in place, which UpdateService does by force only.
          ...(changed.capacityProviderStrategy ? { forceNewDeployment: true } : {}),
        },
        stackCall('UpdateService'),
      );
      await steady(context.clock, scheduler);
      return describe(scheduler.service);
    },
    async delete({ resource }) {
      const scheduler = schedulerOf(resource.id);
      if (!scheduler || scheduler.service.status === 'INACTIVE') return;
      const { service } = scheduler;
      if (service.status === 'ACTIVE')
        await deleteService(context)(
          { cluster: service.cluster.arn, service: service.name, force: true },
          stackCall('DeleteService'),
        );
      await inactive(scheduler);
    },
  };
}

/** What the template does not change stays as it is in the service: who deploys past the stack is not undone by it. */
function changesOf(properties: Properties, previous: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => !isDeepStrictEqual(value, previous[name]) && !replaceOn.includes(name),
    ),
  );
}
