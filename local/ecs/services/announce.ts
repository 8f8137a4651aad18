import type { Context } from '../context.ts';
import type { HookRun } from '../scheduler/hooks/hook-run.ts';
import type { Deployment } from './deployment.ts';
import type { Service } from './service.ts';
import type { ServiceDeployment } from './service-deployment.ts';

type DeploymentEvent =
  | 'SERVICE_DEPLOYMENT_IN_PROGRESS'
  | 'SERVICE_DEPLOYMENT_COMPLETED'
  | 'SERVICE_DEPLOYMENT_FAILED';
type ServiceAction = keyof typeof SERVICE_ACTIONS;

/** With the type that each has ("Amazon ECS service action events" in the developer guide). */
const SERVICE_ACTIONS = {
  SERVICE_STEADY_STATE: 'INFO',
  SERVICE_TASK_START_IMPAIRED: 'WARN',
  SERVICE_TASK_PLACEMENT_FAILURE: 'ERROR',
  SERVICE_TASK_CONFIGURATION_FAILURE: 'ERROR',
} as const;

/** `ECS Deployment State Change`: nothing but the id and the reason; the service is in `resources`. */
export function announceDeployment(
  context: Context,
  service: Service,
  deployment: Deployment,
  eventName: DeploymentEvent,
): void {
  context.events.put({
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    detail: {
      eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
      eventName,
      deploymentId: deployment.id,
      updatedAt: deployment.updatedAt.toISOString(),
      reason: deployment.rolloutStateReason,
    },
  });
}

/** `ECS Service Action`, of those that can come about without capacity providers. */
export function announceAction(
  context: Context,
  service: Service,
  eventName: ServiceAction,
  reason?: string,
): void {
  context.events.put({
    source: 'aws.ecs',
    detailType: 'ECS Service Action',
    resources: [service.arn],
    detail: {
      eventType: SERVICE_ACTIONS[eventName],
      eventName,
      clusterArn: service.cluster.arn,
      ...(reason === undefined ? {} : { reason }),
      createdAt: context.clock.date().toISOString(),
    },
  });
}

/**
 * `ECS Hook State Change`, of the service deployment. AWS shows an event of the type INFO; the others are a guess.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_hook_state_change_events.html
 */
export function announceHook(
  context: Context,
  service: Service,
  current: ServiceDeployment,
  { id, hook, status, expiresAt, stage }: HookRun,
): void {
  context.events.put({
    source: 'aws.ecs',
    detailType: 'ECS Hook State Change',
    resources: [current.arn],
    detail: {
      eventType: status === 'FAILED' || status === 'TIMED_OUT' ? 'ERROR' : 'INFO',
      eventName: `HOOK_${status}`,
      hookId: id,
      hookType: hook.targetType ?? 'AWS_LAMBDA',
      expiresAt: expiresAt.toISOString(),
      lifecycleStage: stage,
      clusterArn: service.cluster.arn,
      serviceArn: service.arn,
      serviceDeploymentArn: current.arn,
      updatedAt: context.clock.date().toISOString(),
    },
  });
}
