import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import { colourOf } from '../health/colour.ts';
import type { Environment } from './environment.ts';

/** An environment as DescribeEnvironments, and what makes and changes one, tell it. */
export function describeEnvironment(environment: Environment): EnvironmentDescription {
  const { label, template, description, health, operation, endpoint } = environment;
  const isReady = environment.status === 'Ready';
  return {
    EnvironmentName: environment.name,
    EnvironmentId: environment.id,
    ApplicationName: environment.application,
    ...(label === undefined ? {} : { VersionLabel: label }),
    SolutionStackName: environment.stack,
    PlatformArn: environment.platformArn,
    ...(template === undefined ? {} : { TemplateName: template }),
    ...(description === undefined ? {} : { Description: description }),
    ...(endpoint === undefined ? {} : { EndpointURL: endpoint }),
    CNAME: environment.cname,
    DateCreated: environment.createdAt,
    DateUpdated: environment.updatedAt,
    Status: environment.status,
    AbortableOperationInProgress: (operation?.abortable ?? false) && !operation?.abort.signal.aborted,
    // Grey: "health checks are suspended during an UpdateEnvironment or RestartEnvironment request" (EnvironmentDescription).
    Health: isReady && health ? colourOf(health.status) : 'Grey',
    ...(environment.isEnhanced ? { HealthStatus: health?.status ?? 'Pending' } : {}),
    Tier: { Name: 'WebServer', Type: 'Standard', Version: '1.0' },
    EnvironmentLinks: [],
    EnvironmentArn: environment.arn,
  };
}
