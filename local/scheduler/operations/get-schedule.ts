import type { GetScheduleInput, GetScheduleOutput } from '@aws-sdk/client-scheduler';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { DEFAULT_GROUP } from '../schedules.ts';

export const getSchedule =
  ({ schedules }: Context): Operation<GetScheduleInput, GetScheduleOutput> =>
  ({ Name, GroupName }) => {
    const { asked, arn, createdAt, changedAt } = schedules.get(Name, GroupName);
    return {
      ...asked,
      Arn: arn,
      GroupName: DEFAULT_GROUP,
      State: asked.State ?? 'ENABLED',
      ScheduleExpressionTimezone: asked.ScheduleExpressionTimezone ?? 'UTC',
      ActionAfterCompletion: asked.ActionAfterCompletion ?? 'NONE',
      CreationDate: createdAt,
      LastModificationDate: changedAt,
    };
  };
