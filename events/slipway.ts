import * as z from 'zod/mini';
import type { EventKind } from './event.ts';

/** The `source` of all that Slipway says on its own bus. */
const source = 'slipway';

const release = z.object({
  repository: z.string(),
  digest: z.string(),
  tag: z.optional(z.string()),
  commit: z.optional(z.string()),
});

/** A push was accepted and got its number: `order` grows with every push of a pipeline. */
export const pushAccepted = {
  source,
  detailType: 'Push Accepted',
  detail: z.object({
    pipeline: z.string(),
    branch: z.string(),
    commit: z.string(),
    order: z.number(),
    author: z.optional(z.string()),
    message: z.optional(z.string()),
  }),
  pattern: { source: [source], 'detail-type': ['Push Accepted'] },
} satisfies EventKind<unknown>;

/** A build came to its end. Only one that failed is news by itself: a good one leads to a deployment. */
export const buildEnded = {
  source,
  detailType: 'Build Ended',
  detail: z.object({
    pipeline: z.string(),
    commit: z.string(),
    build: z.string(),
    status: z.string(),
    reason: z.optional(z.string()),
    logs: z.optional(z.string()),
  }),
  pattern: { source: [source], 'detail-type': ['Build Ended'] },
} satisfies EventKind<unknown>;

export const deploymentStarted = {
  source,
  detailType: 'Deployment Started',
  detail: z.object({
    deployment: z.string(),
    pipeline: z.string(),
    stage: z.string(),
    // Which of the stage's services, where it has several.
    service: z.optional(z.string()),
    target: z.string(),
    kind: z.enum(['deploy', 'rollback']),
    requestedBy: z.string(),
    release,
  }),
  pattern: { source: [source], 'detail-type': ['Deployment Started'] },
} satisfies EventKind<unknown>;

/** Sent once per deployment, at its verdict (it may arrive more than once). */
export const deploymentEnded = {
  source,
  detailType: 'Deployment Ended',
  detail: z.object({
    deployment: z.string(),
    pipeline: z.string(),
    stage: z.string(),
    // Which of the stage's services, where it has several.
    service: z.optional(z.string()),
    target: z.string(),
    kind: z.enum(['deploy', 'rollback']),
    requestedBy: z.string(),
    release,
    verdict: z.enum(['verified', 'rolled-back', 'failed', 'superseded', 'rejected']),
    reason: z.string(),
    // What runs after it, where that is known and not this release.
    now: z.optional(release),
    url: z.optional(z.string()),
    // Going back failed: nothing is deployed on the target by itself until a person has acted.
    held: z.optional(z.boolean()),
    seconds: z.number(),
  }),
  pattern: { source: [source], 'detail-type': ['Deployment Ended'] },
} satisfies EventKind<unknown>;

export type PushAccepted = z.infer<typeof pushAccepted.detail>;
export type BuildEnded = z.infer<typeof buildEnded.detail>;
export type DeploymentStarted = z.infer<typeof deploymentStarted.detail>;
export type DeploymentEnded = z.infer<typeof deploymentEnded.detail>;
