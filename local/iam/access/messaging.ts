import type { PutEventsRequest, PutRuleRequest, PutTargetsRequest } from '@aws-sdk/client-eventbridge';
import type { CreateScheduleInput, UpdateScheduleInput } from '@aws-sdk/client-scheduler';
import type { CreateQueueRequest } from '@aws-sdk/client-sqs';
import { passing } from './pass-role.ts';
import type { AccessRules, Scope } from './rules.ts';

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const eventsAccess: AccessRules = {
  prefix: 'events',
  resources: {
    PutEvents: ({ Entries = [] }: PutEventsRequest, { arn }) => [
      ...new Set(
        Entries.map(({ EventBusName = 'default' }) =>
          arn('events', EventBusName.startsWith('arn:') ? EventBusName : `event-bus/${EventBusName}`),
        ),
      ),
    ],
  },
  more: {
    PutRule: ({ RoleArn }: PutRuleRequest) => passing('events.amazonaws.com', RoleArn),
    PutTargets: ({ Targets = [] }: PutTargetsRequest) =>
      passing('events.amazonaws.com', ...Targets.map(({ RoleArn }) => RoleArn)),
  },
};

const passingRole = ({ Target }: CreateScheduleInput | UpdateScheduleInput) =>
  passing('scheduler.amazonaws.com', Target?.RoleArn);

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const schedulerAccess: AccessRules = {
  prefix: 'scheduler',
  resources: {},
  more: { CreateSchedule: passingRole, UpdateSchedule: passingRole },
};

/** The last part of a queue's URL is its name. */
const queue = ({ QueueUrl }: { readonly QueueUrl: string }, { arn }: Scope) => [
  arn('sqs', QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsAccess: AccessRules = {
  prefix: 'sqs',
  resources: {
    ChangeMessageVisibility: queue,
    DeleteMessage: queue,
    DeleteQueue: queue,
    GetQueueAttributes: queue,
    ListQueueTags: queue,
    PurgeQueue: queue,
    ReceiveMessage: queue,
    SendMessage: queue,
    SetQueueAttributes: queue,
    TagQueue: queue,
    UntagQueue: queue,
  },
  more: {
    // Amazon SQS Developer Guide, cost allocation tags: to tag a queue on creation takes both permissions.
    CreateQueue: ({ QueueName = '', tags }: CreateQueueRequest, { arn }: Scope) =>
      tags === undefined ? [] : [{ action: 'sqs:TagQueue', resource: arn('sqs', QueueName), context: {} }],
  },
};
