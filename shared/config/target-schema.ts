import * as z from 'zod';
import { beanstalk } from './beanstalk-schema.ts';
import { ecs } from './ecs-schema.ts';

/** `target` of a stage: one provider, with what is rolled there. */
export const target = z
  .strictObject({
    /** An Amazon ECS service, or several of a cluster. */
    ecs: ecs.optional(),
    /** An Elastic Beanstalk environment of a Docker platform. */
    beanstalk: beanstalk.optional(),
  })
  .transform((value, context) => {
    if (value.ecs && !value.beanstalk) return { ecs: value.ecs, beanstalk: undefined };
    if (value.beanstalk && !value.ecs) return { ecs: undefined, beanstalk: value.beanstalk };
    const message =
      value.ecs === undefined
        ? 'must have "ecs" or "beanstalk": what is rolled'
        : 'has both "ecs" and "beanstalk": a stage has one of them';
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  });
