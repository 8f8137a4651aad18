import type {
  CreateServiceRequest,
  DeploymentConfiguration,
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
  const missing = [
    input.serviceConnectConfiguration?.enabled && 'Service Connect',
    input.serviceRegistries?.length && 'serviceRegistries',
    input.volumeConfigurations?.length && 'volumeConfigurations',
    input.vpcLatticeConfigurations?.length && 'vpcLatticeConfigurations',
    input.gatewayConnectors?.length && 'gatewayConnectors',
    'schedulingStrategy' in input &&
      input.schedulingStrategy === 'DAEMON' &&
      'the scheduling strategy DAEMON',
    input.loadBalancers?.some(({ loadBalancerName }) => loadBalancerName) && 'Classic Load Balancers',
  ].filter((one) => typeof one === 'string');
  if (missing.length > 0) throw invalid(`The local cloud does not support ${missing.join(', ')}.`);
  if (input.desiredCount !== undefined && input.desiredCount < 0)
    throw invalid('desiredCount must not be below 0.');
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
