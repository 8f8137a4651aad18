import * as z from 'zod/mini';
import type { EventKind } from './event.ts';

const detail = z.object({
  Status: z.string(),
  ApplicationName: z.string(),
  EnvironmentName: z.string(),
  Message: z.string(),
  Severity: z.string(),
});

/**
 * An environment was created, updated or terminated, or is about to be (best effort). There is none for an application
 * version that could not be deployed.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.eventbridge.html
 */
export const elasticBeanstalkStatusChange = {
  source: 'aws.elasticbeanstalk',
  detailType: 'Elastic Beanstalk resource status change',
  detail,
  pattern: {
    source: ['aws.elasticbeanstalk'],
    'detail-type': ['Elastic Beanstalk resource status change'],
  },
} satisfies EventKind<unknown>;

/** The health of an environment has changed. */
export const elasticBeanstalkHealthChange = {
  source: 'aws.elasticbeanstalk',
  detailType: 'Health status change',
  detail,
  pattern: { source: ['aws.elasticbeanstalk'], 'detail-type': ['Health status change'] },
} satisfies EventKind<unknown>;
