import { AwsError, type Call } from '../../gateway/service.ts';

/** How a service says that it is called too often. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Where the error is not in the service's model, which has its own. */
  readonly status?: number;
  readonly members?: Readonly<Record<string, string>>;
}

/** "Common Error Types" in the API reference of most services that speak JSON. */
const RATE: Refusal = { code: 'ThrottlingException', message: 'Rate exceeded' };

/** "Common Errors" of those that speak the older query protocol. */
const QUERY: Refusal = { code: 'Throttling', message: 'Rate exceeded' };

/** By the service's SDK client, where it is not `RATE`. SDKs try again for each of these codes. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  apigatewayv2: { code: 'TooManyRequestsException', message: 'Too Many Requests' },
  'auto-scaling': QUERY,
  cloudformation: QUERY,
  // DynamoDB developer guide, "Error handling": what reads and writes items is limited by the table.
  dynamodb: {
    code: 'ProvisionedThroughputExceededException',
    message:
      'The level of configured provisioned throughput for the table was exceeded. ' +
      'Consider increasing your provisioning level with the UpdateTable API.',
  },
  // EC2 developer guide, "Request throttling for the Amazon EC2 API".
  ec2: { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 },
  'elastic-beanstalk': QUERY,
  'elastic-load-balancing-v2': QUERY,
  iam: QUERY,
  // API reference, "TooManyRequestsException": with a Retry-After header, in seconds.
  lambda: {
    code: 'TooManyRequestsException',
    message: 'Rate exceeded',
    members: { Reason: 'CallerRateLimitExceeded', retryAfterSeconds: '1', Type: 'User' },
  },
  // S3 API reference, "Error responses".
  s3: { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 },
  sqs: { code: 'RequestThrottled', message: 'The request was denied due to request throttling.' },
  sts: QUERY,
};

/** DynamoDB's calls about items; its others are limited for the account. */
const ITEM_CALLS = /(Item|Items|Query|Scan|Statement)$/;

/** The refusal of a call that came too soon, as its service words it. */
export function throttled({ service, operation }: Call): AwsError {
  const isTable = service === 'dynamodb' && !ITEM_CALLS.test(operation);
  const { code, message, status, members } = (isTable ? undefined : REFUSALS[service]) ?? RATE;
  return new AwsError(code, message, {
    ...(status === undefined ? {} : { status }),
    ...(members === undefined ? {} : { members }),
  });
}
