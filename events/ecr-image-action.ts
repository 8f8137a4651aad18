import * as z from 'zod/mini';
import type { EventKind } from './event.ts';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html (best effort) */
export const ecrImageAction = {
  source: 'aws.ecr',
  detailType: 'ECR Image Action',
  detail: z.object({
    'action-type': z.string(),
    result: z.string(),
    'repository-name': z.string(),
    'image-digest': z.string(),
    // Absent, or empty, for the children of a multi-architecture push.
    'image-tag': z.optional(z.string()),
  }),
  pattern: {
    source: ['aws.ecr'],
    'detail-type': ['ECR Image Action'],
    detail: { 'action-type': ['PUSH'], result: ['SUCCESS'] },
  },
} satisfies EventKind<unknown>;

export type EcrImageAction = z.infer<typeof ecrImageAction.detail>;
