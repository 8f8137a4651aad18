import type { CreateScheduleInput, CreateScheduleOutput } from '@aws-sdk/client-scheduler';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { check } from '../check.ts';
import type { Context } from '../context.ts';
import { start } from '../start.ts';

/** The same call with the same ClientToken answers the same. */
export const createSchedule =
  (context: Context): Operation<CreateScheduleInput, CreateScheduleOutput> =>
  ({ ClientToken: clientToken, ...asked }) => {
    const { schedules, clock } = context;
    const expression = check(asked, context);
    const existing = schedules.all.get(asked.Name ?? '');
    if (existing && clientToken !== undefined && existing.clientToken === clientToken)
      return { ScheduleArn: existing.arn };
    if (existing)
      throw new AwsError('ConflictException', `Schedule ${asked.Name} already exists.`, { status: 409 });
    const schedule = start(context, asked, expression, { clientToken, createdAt: clock.date() });
    return { ScheduleArn: schedule.arn };
  };
