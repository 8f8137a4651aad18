import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { describeAlarms } from './describe-alarms.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { setAlarmState } from './set-alarm-state.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  DeleteAlarms: deleteAlarms(context),
  DescribeAlarms: describeAlarms(context),
  ListTagsForResource: listTagsForResource(context),
  PutMetricAlarm: putMetricAlarm(context),
  SetAlarmState: setAlarmState(context),
  TagResource: tagResource(context),
  UntagResource: untagResource(context),
});
