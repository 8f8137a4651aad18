import type { UpdateServiceRequest, UpdateServiceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { activeDefinition, checkNetwork, checkSupported, invalid } from '../services/check.ts';
import { checkConfiguration } from '../services/check-configuration.ts';
import { checkLoadBalancers } from '../services/check-load-balancers.ts';
import { describeService } from '../services/describe-service.ts';
import { findActiveService } from '../services/find.ts';
import type { Service, WorkloadSettings } from '../services/service.ts';
import {
  isSameStrategy,
  isSameWorkload,
  optionsOf,
  strategyAfter,
  workloadAfter,
  workloadOf,
} from '../services/settings.ts';
import { capacityFor } from '../tasks/placement.ts';

/** Rolls out what is another than before. An update that changes nothing of what runs starts no deployment. */
export const updateService =
  (context: Context): Operation<UpdateServiceRequest, UpdateServiceResponse> =>
  (input) => {
    const scheduler = findActiveService(context, input.cluster, input.service);
    const { service } = scheduler;
    checkSupported(input);
    checkController(service, input);
    const running = service.primary?.revision.definition;
    const definition =
      input.taskDefinition === undefined ? running : activeDefinition(context, input.taskDefinition);
    const workload = workloadAfter(service.workload, {
      ...input,
      capacityProviderStrategy: strategyAfter(service, input),
    });
    checkCapacity(service, workload, input);
    const configuration = merged(service, input);
    checkConfiguration(configuration, service.controller);
    const another = definition !== running || !isSameWorkload(workload, service.workload);
    if (definition && (another || input.forceNewDeployment)) {
      checkNetwork(definition, { ...workload, launchType: service.launchTypeOf(workload) });
      checkLoadBalancers(context, definition, {
        loadBalancers: workload.loadBalancers ?? [],
        configuration,
      });
    }

    service.configuration = configuration;
    service.options = { ...service.options, ...optionsOf(input) };
    service.workload = workload;
    if (input.desiredCount !== undefined && input.desiredCount !== service.desiredCount) {
      service.desiredCount = input.desiredCount;
      service.steady = false;
    }
    if (definition && (another || input.forceNewDeployment)) scheduler.deploy(definition);
    else scheduler.wake();
    return { service: describeService(service, ['TAGS']) };
  };

/** What is given replaces what was, member by member; settings of a strategy go with it. */
function merged({ configuration }: Service, { deploymentConfiguration = {} }: UpdateServiceRequest) {
  const given = Object.fromEntries(
    Object.entries(deploymentConfiguration).filter(([, value]) => value !== undefined),
  );
  const all = { ...configuration, ...given };
  const { linearConfiguration: linear, canaryConfiguration: canary, ...rest } = all;
  const { linearConfiguration, canaryConfiguration } = deploymentConfiguration;
  return {
    ...rest,
    ...(linear && (linearConfiguration || rest.strategy === 'LINEAR') ? { linearConfiguration: linear } : {}),
    ...(canary && (canaryConfiguration || rest.strategy === 'CANARY') ? { canaryConfiguration: canary } : {}),
  };
}

/**
 * A strategy takes effect with the next deployment, and starts none by itself: AWS wants one to be forced (seen in
 * reproio/ecs_deploy#74 and pipe-cd/pipecd#6385).
 */
function checkCapacity(
  service: Service,
  workload: WorkloadSettings,
  { capacityProviderStrategy, forceNewDeployment }: UpdateServiceRequest,
): void {
  if (capacityProviderStrategy?.length) capacityFor(service.cluster, { capacityProviderStrategy });
  if (!isSameStrategy(workload, service.workload) && !forceNewDeployment)
    throw invalid(
      'When switching from launch type to capacity provider strategy on an existing service, or making a change to a ' +
        'capacity provider strategy on a service that is already using one, you must force a new deployment.',
    );
}

function checkController({ controller }: Service, input: UpdateServiceRequest): void {
  const wanted = input.deploymentController?.type;
  if (wanted !== undefined && wanted !== controller)
    throw invalid('The local cloud does not change the deployment controller of a service.');
  if (controller === 'ECS') return;
  const by =
    controller === 'CODE_DEPLOY'
      ? 'Use AWS CodeDeploy to trigger a new deployment.'
      : 'Use CreateTaskSet instead.';
  if (input.taskDefinition !== undefined)
    throw invalid(
      `Unable to update task definition on services with a ${controller} deployment controller. ${by}`,
    );
  if (input.forceNewDeployment)
    throw invalid(
      `Cannot force a new deployment on services with a ${controller} deployment controller. ${by}`,
    );
  if (Object.keys(workloadOf(input)).length > 0)
    throw invalid(
      `Unable to update network parameters on services with a ${controller} deployment controller. ${by}`,
    );
}
