import * as z from 'zod';
import { counting } from './counting.ts';

/** Which tasks. What is not given fits all; what counts is each container of a task that fits. */
const placement = {
  cluster: z.string().min(1).optional(),
  /** The service's name; tasks that belong to none do not fit then. */
  service: z.string().min(1).optional(),
  /** The family of the task definition. */
  family: z.string().min(1).optional(),
};

const filters = {
  ...placement,
  /** The container's name in the task definition. */
  container: z.string().min(1).optional(),
  /** A part of the image, as the task definition has it. */
  image: z.string().min(1).optional(),
};

/** Seconds of AWS's time since the container runs; 0, the default, is from the beginning. */
const afterSeconds = z.number().min(0).max(86_400).default(0);

const crash = z
  .strictObject({
    kind: z.literal('crash-task'),
    ...filters,
    ...counting,
    afterSeconds,
    exitCode: z.int().min(0).max(255).default(1),
  })
  .meta({
    description: 'Containers end by themselves, at once or after some seconds.',
    example: 'crash-task:service=web,afterSeconds=5',
    bare: 'service',
  });

const hang = z.strictObject({ kind: z.literal('hang-task'), ...filters, ...counting, afterSeconds }).meta({
  description: 'Containers run and take connections, but never answer.',
  example: 'hang-task:service=web',
  bare: 'service',
});

const slowStart = z
  .strictObject({
    kind: z.literal('slow-start'),
    ...filters,
    ...counting,
    /** How long it refuses connections, in seconds of AWS's time. */
    seconds: z.number().gt(0).max(86_400),
  })
  .meta({
    description: 'Containers run, but refuse connections for some seconds.',
    example: 'slow-start:service=web,seconds=30',
    bare: 'service',
  });

const answer = z
  .strictObject({
    kind: z.literal('answer'),
    ...filters,
    ...counting,
    afterSeconds,
    status: z.int().min(200).max(599),
  })
  .meta({
    description: 'Containers answer every request with a status, at once or after they passed for a while.',
    example: 'answer:service=web,status=500,afterSeconds=10',
    bare: 'service',
  });

const noImage = z.strictObject({ kind: z.literal('no-image'), ...filters, ...counting }).meta({
  description: 'Images cannot be pulled: tasks fail to start.',
  example: 'no-image:service=web',
  bare: 'service',
});

const noCapacity = z.strictObject({ kind: z.literal('no-capacity'), ...placement, ...counting }).meta({
  description: 'Tasks cannot be placed: there is no capacity.',
  example: 'no-capacity:service=web,times=3',
  bare: 'service',
});

/** Which instances of Elastic Beanstalk. What is not given fits all. */
const environment = {
  /** The application's name. */
  cluster: z.string().min(1).optional(),
  /** The environment's name. */
  service: z.string().min(1).optional(),
};

const keepVersion = z.strictObject({ kind: z.literal('keep-version'), ...environment, ...counting }).meta({
  description: 'Instances of Elastic Beanstalk keep the version that they run, and are taken for updated.',
  example: 'keep-version:service=web-prod,times=1',
  bare: 'service',
});

const failVersion = z
  .strictObject({ kind: z.literal('fail-version'), cluster: environment.cluster, ...counting })
  .meta({
    description: 'Elastic Beanstalk cannot read the bundles of versions while it processes them.',
    example: 'fail-version:cluster=web,times=1',
    bare: 'cluster',
  });

const endInstance = z.strictObject({ kind: z.literal('end-instance'), ...environment, ...counting }).meta({
  description: 'Instances of Elastic Beanstalk that run when it is added die; auto scaling replaces them.',
  example: 'end-instance:service=web-prod,times=1',
  bare: 'service',
});

export const taskKinds = [
  crash,
  hang,
  slowStart,
  answer,
  noImage,
  noCapacity,
  keepVersion,
  failVersion,
  endInstance,
] as const;
