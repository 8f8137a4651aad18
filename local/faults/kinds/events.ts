import * as z from 'zod';
import { counting } from './counting.ts';

/** Which events, on any bus. What is not given fits all; scheduled rules put no event on a bus. */
const filters = {
  /** The source or its beginning: `aws.ecs`; `aws.` for all of AWS's own. */
  source: z.string().min(1).optional(),
  /** The whole detail-type: `ECS Deployment State Change`. */
  detailType: z.string().min(1).optional(),
};

/** Seconds of AWS's time. */
const seconds = z.number().gt(0).max(86_400);

const lose = z
  .strictObject({ kind: z.literal('lose-events'), ...filters, ...counting })
  .meta({ description: 'Events never come.', bare: 'source', example: 'lose-events:source=aws.ecs' });

const delay = z.strictObject({ kind: z.literal('delay-events'), ...filters, ...counting, seconds }).meta({
  description: "Events come late, by seconds of AWS's time.",
  bare: 'source',
  example: 'delay-events:source=aws.codebuild,seconds=90',
});

const double = z
  .strictObject({
    kind: z.literal('double-events'),
    ...filters,
    ...counting,
    /** How often each one comes. */
    copies: z.int().min(2).max(100).default(2),
  })
  .meta({ description: 'Events come more than once.', bare: 'source', example: 'double-events:copies=5' });

const reorder = z
  .strictObject({
    kind: z.literal('reorder-events'),
    ...filters,
    ...counting,
    /** How long every other event is held back. */
    seconds: seconds.default(30),
  })
  .meta({
    description: 'Every other event is held back for some seconds, so that the next one overtakes it.',
    bare: 'source',
    example: 'reorder-events:source=aws.ecs,seconds=20',
  });

export const eventKinds = [lose, delay, double, reorder] as const;
