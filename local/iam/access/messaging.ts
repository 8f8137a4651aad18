import type * as events from '@aws-sdk/client-eventbridge';
import type { CreateScheduleInput, UpdateScheduleInput } from '@aws-sdk/client-scheduler';
import type { CreateQueueRequest, GetQueueUrlRequest } from '@aws-sdk/client-sqs';
import type { Access } from '../policy/authorize.ts';
import { passing } from './pass-role.ts';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

interface OfRule {
  readonly Name?: string | undefined;
  readonly Rule?: string | undefined;
  readonly EventBusName?: string | undefined;
}

const busArn = ({ arn }: Scope, name = 'default') =>
  arn('events', name.startsWith('arn:') ? name : `event-bus/${name}`);
const bus = ({ Name }: { readonly Name?: string | undefined }, scope: Scope) => [busArn(scope, Name)];
/** `rule/NAME` on the default bus, `rule/BUS/NAME` on others. */
const rule = ({ Name, Rule = Name, EventBusName = 'default' }: OfRule, { arn }: Scope) => {
  const on = EventBusName.slice(EventBusName.lastIndexOf('/') + 1);
  return [arn('events', ['rule', ...(on === 'default' ? [] : [on]), Rule].join('/'))];
};
const tagged = ({ ResourceARN = '*' }: { readonly ResourceARN?: string | undefined }) => [ResourceARN];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const eventsAccess: AccessRules = {
  prefix: 'events',
  resources: {
    CreateEventBus: bus,
    DeleteEventBus: bus,
    DeleteRule: rule,
    DescribeEventBus: bus,
    DescribeRule: rule,
    DisableRule: rule,
    EnableRule: rule,
    ListTagsForResource: tagged,
    ListTargetsByRule: rule,
    PutEvents: ({ Entries = [] }: events.PutEventsRequest, scope) => [
      ...new Set(Entries.map(({ EventBusName }) => busArn(scope, EventBusName))),
    ],
    PutRule: rule,
    PutTargets: rule,
    RemoveTargets: rule,
    TagResource: tagged,
    UntagResource: tagged,
  },
  more: {
    PutRule: puttingRule,
    PutTargets: ({ Targets = [] }: events.PutTargetsRequest) =>
      passing('events.amazonaws.com', ...Targets.map(({ RoleArn }) => RoleArn)),
  },
};

/** Tags take a permission of their own. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
function puttingRule(input: events.PutRuleRequest, scope: Scope): Access[] {
  return [
    ...tagging('events:TagResource', input.Tags, rule(input, scope)),
    ...passing('events.amazonaws.com', input.RoleArn),
  ];
}

const passingRole = ({ Target }: CreateScheduleInput | UpdateScheduleInput) =>
  passing('scheduler.amazonaws.com', Target?.RoleArn);
const schedule = (
  {
    Name,
    GroupName = 'default',
  }: { readonly Name?: string | undefined; readonly GroupName?: string | undefined },
  { arn }: Scope,
) => [arn('scheduler', `schedule/${GroupName}/${Name}`)];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const schedulerAccess: AccessRules = {
  prefix: 'scheduler',
  resources: {
    CreateSchedule: schedule,
    DeleteSchedule: schedule,
    GetSchedule: schedule,
    UpdateSchedule: schedule,
  },
  more: { CreateSchedule: passingRole, UpdateSchedule: passingRole },
};

/** The last part of a queue's URL is its name. */
const queue = ({ QueueUrl }: { readonly QueueUrl: string }, { arn }: Scope) => [
  arn('sqs', QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)),
];
const named = ({ QueueName = '' }: CreateQueueRequest | GetQueueUrlRequest, { arn }: Scope) => [
  arn('sqs', QueueName),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsAccess: AccessRules = {
  prefix: 'sqs',
  resources: {
    ChangeMessageVisibility: queue,
    CreateQueue: named,
    DeleteMessage: queue,
    DeleteQueue: queue,
    GetQueueAttributes: queue,
    GetQueueUrl: named,
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
    CreateQueue: (input: CreateQueueRequest, scope: Scope) =>
      tagging('sqs:TagQueue', input.tags, named(input, scope)),
  },
};
