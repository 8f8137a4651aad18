import type * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

const alarms = (names: readonly string[], { arn }: Scope) =>
  names.map((name) => arn('cloudwatch', `alarm:${name}`));
const one = ({ AlarmName = '' }: { readonly AlarmName?: string | undefined }, scope: Scope) =>
  alarms([AlarmName], scope);
const tagged = ({ ResourceARN = '' }: { readonly ResourceARN?: string | undefined }) => [ResourceARN];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudwatchAccess: AccessRules = {
  prefix: 'cloudwatch',
  resources: {
    DescribeAlarms: ({ AlarmNames = ['*'] }: cloudwatch.DescribeAlarmsInput, scope) =>
      alarms(AlarmNames, scope),
    DeleteAlarms: ({ AlarmNames = [] }: cloudwatch.DeleteAlarmsInput, scope) => alarms(AlarmNames, scope),
    ListTagsForResource: tagged,
    PutMetricAlarm: one,
    SetAlarmState: one,
    TagResource: tagged,
    UntagResource: tagged,
  },
  more: {
    // API reference, PutMetricAlarm: to give it tags takes both permissions.
    PutMetricAlarm: (input: cloudwatch.PutMetricAlarmInput, scope: Scope) =>
      tagging('cloudwatch:TagResource', input.Tags, one(input, scope)),
  },
};
