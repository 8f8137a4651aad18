import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  LoadBalancer,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';

/** Defaults of a rolling update (API reference, DeploymentConfiguration). */
export const defaultConfiguration = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  strategy: 'ROLLING',
} as const satisfies DeploymentConfiguration;

/** @throws AwsError InvalidParameterException for what would change how the service runs and the local cloud does not have */
export function checkSupported(input: Partial<CreateServiceRequest> | UpdateServiceRequest): void {
  const configuration = input.deploymentConfiguration;
  const strategy = configuration?.strategy ?? 'ROLLING';
  const missing = [
    strategy !== 'ROLLING' && `the deployment strategy ${strategy}`,
    configuration?.alarms?.enable && 'deployment alarms',
    (configuration?.bakeTimeInMinutes ?? 0) > 0 && 'bakeTimeInMinutes',
    configuration?.lifecycleHooks?.length && 'deployment lifecycle hooks',
    configuration?.earlySuccessCriteria?.enable && 'earlySuccessCriteria',
    input.serviceConnectConfiguration?.enabled && 'Service Connect',
    input.serviceRegistries?.length && 'serviceRegistries',
    input.volumeConfigurations?.length && 'volumeConfigurations',
    input.vpcLatticeConfigurations?.length && 'vpcLatticeConfigurations',
    input.gatewayConnectors?.length && 'gatewayConnectors',
    'schedulingStrategy' in input &&
      input.schedulingStrategy === 'DAEMON' &&
      'the scheduling strategy DAEMON',
    input.loadBalancers?.some(({ loadBalancerName }) => loadBalancerName) && 'Classic Load Balancers',
    input.loadBalancers?.some(({ advancedConfiguration }) => advancedConfiguration) &&
      'advancedConfiguration of load balancers',
  ].filter((one) => typeof one === 'string');
  if (missing.length > 0) throw invalid(`The local cloud does not support ${missing.join(', ')}.`);
  if (input.desiredCount !== undefined && input.desiredCount < 0)
    throw invalid('desiredCount must not be below 0.');
  checkPercents(configuration);
}

function checkPercents(configuration: DeploymentConfiguration | undefined): void {
  const { minimumHealthyPercent: minimum, maximumPercent: maximum } = configuration ?? {};
  if (minimum !== undefined && minimum < 0) throw invalid('minimumHealthyPercent must not be below 0.');
  if (maximum !== undefined && maximum < 100) throw invalid('maximumPercent must not be below 100.');
  if (minimum === 100 && maximum === 100)
    throw invalid(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    );
  const threshold = configuration?.deploymentCircuitBreaker?.thresholdConfiguration;
  if (threshold && (threshold.value ?? 0) < 1)
    throw invalid('The value of thresholdConfiguration must be at least 1.');
}

/** @throws AwsError InvalidParameterException when a target group or a container port is not there */
export function checkLoadBalancers(
  context: Context,
  definition: Revision,
  loadBalancers: readonly LoadBalancer[],
): void {
  for (const { targetGroupArn = '', containerName, containerPort } of loadBalancers) {
    if (!context.targetGroups.exists(targetGroupArn))
      throw invalid(
        `Unable to assume role and validate the specified targetGroupArn. Target group '${targetGroupArn}' not found.`,
      );
    if (!context.targetGroups.inUse(targetGroupArn))
      throw invalid(
        `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
      );
    const container = definition.containers.find(({ name }) => name === containerName);
    if (!container) throw invalid(`The container ${containerName} does not exist in the task definition.`);
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      throw invalid(`The container ${containerName} did not have a container port ${containerPort} defined.`);
  }
}

/** @throws AwsError InvalidParameterException */
export function checkNetwork(
  definition: Revision,
  input: Pick<CreateServiceRequest, 'networkConfiguration' | 'launchType'>,
): void {
  const awsvpc = definition.description.networkMode === 'awsvpc';
  const subnets = input.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
  if (awsvpc && subnets.length === 0)
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  if (!awsvpc && input.networkConfiguration)
    throw invalid('Network Configuration is not valid for the given networkMode of this task definition.');
  if (input.launchType === 'FARGATE' && !definition.description.compatibilities?.includes('FARGATE'))
    throw invalid('Task definition does not support launch_type FARGATE.');
}

/**
 * A task definition to run, by any of its names.
 * @throws AwsError ClientException
 */
export function activeDefinition(context: Context, reference: string | undefined): Revision {
  const found = reference === undefined ? undefined : context.definitions.get(reference);
  if (!found) throw new AwsError('ClientException', 'TaskDefinition not found.');
  if (found.description.status !== 'ACTIVE')
    throw new AwsError('ClientException', 'TaskDefinition is inactive');
  return found;
}

export const invalid = (message: string) => new AwsError('InvalidParameterException', message);
