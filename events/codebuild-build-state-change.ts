import * as z from 'zod/mini';
import type { EventKind } from './event.ts';

/** Sent at each change of a build's status (best effort). The build's ARN is in `detail['build-id']`. @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
export const codebuildBuildStateChange = {
  source: 'aws.codebuild',
  detailType: 'CodeBuild Build State Change',
  detail: z.object({
    'build-id': z.string(),
    'build-status': z.string(),
    'project-name': z.string(),
  }),
  pattern: {
    source: ['aws.codebuild'],
    'detail-type': ['CodeBuild Build State Change'],
    detail: { 'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'] },
  },
} satisfies EventKind<unknown>;
