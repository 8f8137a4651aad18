import * as z from 'zod/mini';
import type { EventKind } from './event.ts';

/**
 * A lifecycle hook has begun, waits for a person, or has ended. The service deployment's ARN is in `resources[0]`.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
 */
export const ecsHookStateChange = {
  source: 'aws.ecs',
  detailType: 'ECS Hook State Change',
  detail: z.object({
    eventName: z.string(),
    lifecycleStage: z.string(),
    serviceArn: z.string(),
  }),
  pattern: { source: ['aws.ecs'], 'detail-type': ['ECS Hook State Change'] },
} satisfies EventKind<unknown>;
