import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

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
  more: {
    // API reference, CreateLogGroup. Its older name there, TagLogGroup, is not asked for.
    CreateLogGroup: (input: CreateLogGroupRequest, scope: Scope) =>
      tagging('logs:TagResource', input.tags, group({ logGroupName: input.logGroupName ?? '' }, scope)),
  },
};
