import * as z from 'zod/mini';
import type { EventKind } from './event.ts';

/** The service's ARN is in `resources[0]`. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export const ecsDeploymentStateChange = {
  source: 'aws.ecs',
  detailType: 'ECS Deployment State Change',
  detail: z.object({
    eventType: z.string(),
    eventName: z.string(),
    deploymentId: z.string(),
    reason: z.optional(z.string()),
  }),
  pattern: { source: ['aws.ecs'], 'detail-type': ['ECS Deployment State Change'] },
} satisfies EventKind<unknown>;
