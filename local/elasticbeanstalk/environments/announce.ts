import type { Clock } from '../../clock.ts';
import type { EventSink } from '../../parts.ts';
import type { Environment } from './environment.ts';

const RESOURCE = 'Elastic Beanstalk resource status change';
const OTHER = 'Other resource status change';
const HEALTH = 'Health status change';

/**
 * All that Elastic Beanstalk sends to EventBridge, with AWS's messages ("Using Elastic Beanstalk with Amazon
 * EventBridge", Elastic Beanstalk event field mapping). There is none for a deployment of an application that failed.
 */
export const NOTICES = {
  creationStarted: () => [RESOURCE, 'Environment creation started', 'INFO', 'createEnvironment is starting.'],
  created: () => [
    RESOURCE,
    'Environment creation successful',
    'INFO',
    'createEnvironment completed successfully.',
  ],
  createdWithIssues: (name: string) => [
    RESOURCE,
    'Environment creation successful',
    'INFO',
    `Launched environment: ${name}. However, there were issues during launch. See event log for details.`,
  ],
  creationFailed: () => [RESOURCE, 'Environment creation failed', 'ERROR', 'Failed to launch environment.'],
  updateStarted: () => [RESOURCE, 'Environment update started', 'INFO', 'Environment update is starting.'],
  updated: () => [
    RESOURCE,
    'Environment update successful',
    'INFO',
    'Environment update completed successfully.',
  ],
  configurationFailed: () => [
    RESOURCE,
    'Environment update failed',
    'ERROR',
    'Failed to deploy configuration.',
  ],
  terminationStarted: () => [
    RESOURCE,
    'Environment termination started',
    'INFO',
    'terminateEnvironment is starting.',
  ],
  terminated: () => [
    RESOURCE,
    'Environment termination successful',
    'INFO',
    'terminateEnvironment completed successfully.',
  ],
  // The table has this message for both.
  groupCreated: () => [OTHER, 'Auto Scaling group created', 'INFO', 'createEnvironment is starting.'],
  groupDeleted: () => [OTHER, 'Auto Scaling group deleted', 'INFO', 'createEnvironment is starting.'],
  instanceAdded: (id: string) => [
    OTHER,
    'Instance added',
    'INFO',
    `Added instance [${id}] to your environment.`,
  ],
  instanceRemoved: (id: string) => [
    OTHER,
    'Instance removed',
    'INFO',
    `Removed instance [${id}] from your environment.`,
  ],
  balancerCreated: (name: string) => [
    OTHER,
    'Load balancer created',
    'INFO',
    `Created load balancer named: ${name}`,
  ],
  balancerDeleted: (name: string) => [
    OTHER,
    'Load balancer deleted',
    'INFO',
    `Deleted load balancer named: ${name}`,
  ],
  health: (message: string, severity: string) => [HEALTH, 'Environment health changed', severity, message],
} as const satisfies Record<string, (...facts: string[]) => readonly [string, string, string, string]>;

type Notice = ReturnType<(typeof NOTICES)[keyof typeof NOTICES]>;

/** Puts it on the bus. */
export function announce(
  { events, clock }: { events: EventSink; clock: Clock },
  environment: Environment,
  notice: Notice,
): void {
  const [detailType = '', status = '', severity = '', message = ''] = notice;
  events.put({
    source: 'aws.elasticbeanstalk',
    detailType,
    resources: [environment.arn],
    detail: {
      Status: status,
      EventDate: clock.now(),
      ApplicationName: environment.application,
      Message: message,
      EnvironmentName: environment.name,
      Severity: severity,
    },
  });
}
