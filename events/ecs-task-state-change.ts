import * as z from 'zod/mini';
import type { EventKind } from './event.ts';

/** What `startedBy` of Slipway's own tasks begins with; the deployment's id follows. */
export const TASK_STARTED_BY = 'slipway/';

/**
 * A container of one of Slipway's own tasks has ended. Tasks of services, and those that others run, are left out.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const ecsTaskStateChange = {
  source: 'aws.ecs',
  detailType: 'ECS Task State Change',
  detail: z.object({ taskArn: z.string(), lastStatus: z.string(), startedBy: z.string() }),
  pattern: {
    source: ['aws.ecs'],
    'detail-type': ['ECS Task State Change'],
    detail: { startedBy: [{ prefix: TASK_STARTED_BY }], containers: { lastStatus: ['STOPPED'] } },
  },
} satisfies EventKind<unknown>;
