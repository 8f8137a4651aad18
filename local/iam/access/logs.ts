import type { AccessRules, Scope } from './rules.ts';

interface OfGroup {
  readonly logGroupName: string;
  readonly logStreamName?: string;
}

const group = ({ logGroupName }: OfGroup, { arn }: Scope) => [arn('logs', `log-group:${logGroupName}:*`)];
const stream = ({ logGroupName, logStreamName = '' }: OfGroup, { arn }: Scope) => [
  arn('logs', `log-group:${logGroupName}:log-stream:${logStreamName}`),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const logsAccess: AccessRules = {
  prefix: 'logs',
  resources: {
    CreateLogGroup: group,
    CreateLogStream: stream,
    DeleteLogGroup: group,
    DescribeLogStreams: group,
    FilterLogEvents: group,
    GetLogEvents: stream,
    PutLogEvents: stream,
    PutRetentionPolicy: group,
  },
};
