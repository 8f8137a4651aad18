import * as z from 'zod';
import { counting, when } from './counting.ts';

/** Which calls of AWS's API. What is not given fits all. */
const filters = {
  /** As the SDK's client package names it: `ecs` of `@aws-sdk/client-ecs`. */
  service: z.string().min(1).optional(),
  /** AWS's name of the operation: `UpdateService`. */
  operation: z.string().min(1).optional(),
  /** A part of the name of the role or of the function that calls. The owner of the account is `root`. */
  caller: z.string().min(1).optional(),
};

const throttle = z.strictObject({ kind: z.literal('throttle'), ...filters, ...counting, when }).meta({
  description: "Calls are throttled, each in its service's own words, which SDKs repeat.",
  example: 'throttle:ecs.UpdateService,times=3',
  bare: 'call',
});

const throttleBuckets = z.strictObject({ kind: z.literal('throttle-buckets') }).meta({
  description: 'Calls of ECS are throttled by the token buckets that AWS publishes, for the whole account.',
  example: 'throttle-buckets',
});

const error = z
  .strictObject({
    kind: z.literal('error'),
    ...filters,
    ...counting,
    when,
    /** An error's name as AWS has it. Its HTTP status is the modelled one, else 500 for what sounds like AWS's own. */
    code: z.string().regex(/^[A-Za-z][\w.]*$/, 'must be the name of an error, for example InternalFailure'),
    message: z.string().optional(),
  })
  .meta({
    description: 'Calls are answered with an error.',
    example: 'error:dynamodb.PutItem,code=InternalServerError,times=2',
    bare: 'call',
  });

const latency = z
  .strictObject({
    kind: z.literal('latency'),
    ...filters,
    ...counting,
    when,
    /** Real ones, at any pace: the network between here and AWS is not AWS's time. */
    milliseconds: z.int().min(1).max(600_000),
  })
  .meta({ description: 'Calls take longer.', example: 'latency:milliseconds=300', bare: 'call' });

const cut = z.strictObject({ kind: z.literal('cut'), ...filters, ...counting, when }).meta({
  description: 'The connection is cut without an answer.',
  example: 'cut:ecs.UpdateService,when=after,times=1',
  bare: 'call',
});

const pages = z
  .strictObject({
    kind: z.literal('pages'),
    service: filters.service,
    operation: filters.operation,
    caller: filters.caller,
    /** Items on a page, at most; never more than asked for, never fewer than the operation can be asked for. */
    size: z.int().min(1),
  })
  .meta({ description: 'Lists come in small pages.', example: 'pages:1', bare: 'size' });

const fullBuildQueue = z
  .strictObject({
    kind: z.literal('full-build-queue'),
    ...counting,
    /** A part of the name of the build project. */
    project: z.string().min(1).optional(),
  })
  .meta({
    description: "CodeBuild takes no build: the account's queue is full.",
    example: 'full-build-queue:times=2',
    bare: 'project',
  });

export const callKinds = [throttle, throttleBuckets, error, latency, cut, pages, fullBuildQueue] as const;
