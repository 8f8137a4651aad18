import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../gateway/service.ts';
import { checkAlarm } from '../check-alarm.ts';
import type { Context } from '../context.ts';
import { tagsFrom } from '../tags.ts';

/** Tags count for a new alarm only (API reference, PutMetricAlarm). */
export const putMetricAlarm =
  ({ book }: Context): Operation<PutMetricAlarmInput, Record<string, never>> =>
  ({ Tags, ...settings }) => {
    checkAlarm(settings);
    book.put(settings, tagsFrom(Tags));
    return {};
  };
