import type { CreateServiceRequest, CreateServiceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { serviceArn } from '../arns.ts';
import { putLast } from '../clusters.ts';
import type { Context } from '../context.ts';
import { ServiceScheduler } from '../scheduler/service-scheduler.ts';
import {
  activeDefinition,
  checkNetwork,
  checkSupported,
  defaultConfiguration,
  invalid,
} from '../services/check.ts';
import { checkConfiguration } from '../services/check-configuration.ts';
import { checkLoadBalancers } from '../services/check-load-balancers.ts';
import { describeService } from '../services/describe-service.ts';
import { Service } from '../services/service.ts';
import { optionsOf, workloadAfter } from '../services/settings.ts';
import { capacityFor } from '../tasks/placement.ts';

export const createService =
  (context: Context): Operation<CreateServiceRequest, CreateServiceResponse> =>
  (input) => {
    const cluster = context.clusters.find(input.cluster);
    const name = input.serviceName ?? '';
    if (!/^[a-zA-Z0-9_-]{1,255}$/.test(name)) throw invalid('Invalid service name.');
    const before = cluster.services.get(name)?.service;
    if (before?.status === 'ACTIVE') throw invalid('Creation of service was not idempotent.');
    if (before?.status === 'DRAINING') throw invalid('Unable to Start a service that is still Draining.');
    checkSupported(input);
    const controller = input.deploymentController?.type ?? 'ECS';
    const configuration = {
      ...defaultConfiguration,
      ...input.deploymentConfiguration,
      ...limitsOf(input),
    };
    checkConfiguration(configuration, controller);
    // With an EXTERNAL controller the task definition comes with each task set.
    const external = controller === 'EXTERNAL';
    if (!external && input.taskDefinition === undefined) throw invalid('TaskDefinition can not be blank.');
    // Required "if schedulingStrategy is REPLICA or isn't specified" (API reference); a default is CloudFormation's only.
    if (!external && input.desiredCount === undefined)
      throw invalid('desiredCount is required for the scheduling strategy REPLICA.');
    const definition = external ? undefined : activeDefinition(context, input.taskDefinition);
    const { launchType, strategy } = capacityFor(cluster, input);
    if (definition) {
      checkNetwork(definition, { ...input, launchType });
      checkLoadBalancers(context, definition, { loadBalancers: input.loadBalancers ?? [], configuration });
    }
    // On by default (API reference), but not where the maximum leaves no room for it ("service rebalancing" in the developer guide).
    const rebalancing = configuration.maximumPercent > 100 ? 'ENABLED' : 'DISABLED';
    const service = new Service({
      arn: serviceArn(context.account, cluster.name, name),
      name,
      cluster,
      controller,
      createdAt: context.clock.date(),
      madeWith: strategy.length > 0 ? undefined : launchType,
      desiredCount: input.desiredCount ?? 0,
      configuration,
      options: { availabilityZoneRebalancing: rebalancing, ...optionsOf(input) },
      workload: workloadAfter({}, { ...input, capacityProviderStrategy: strategy }),
      tags: input.tags ?? [],
    });
    const scheduler = new ServiceScheduler(context, service);
    putLast(cluster.services, name, scheduler);
    if (definition) scheduler.deploy(definition);
    return { service: describeService(service, ['TAGS']) };
  };

const limitsOf = ({ deploymentConfiguration }: CreateServiceRequest) => ({
  minimumHealthyPercent:
    deploymentConfiguration?.minimumHealthyPercent ?? defaultConfiguration.minimumHealthyPercent,
  maximumPercent: deploymentConfiguration?.maximumPercent ?? defaultConfiguration.maximumPercent,
});
