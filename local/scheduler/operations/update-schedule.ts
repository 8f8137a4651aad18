import type { UpdateScheduleInput, UpdateScheduleOutput } from '@aws-sdk/client-scheduler';
import type { Operation } from '../../gateway/service.ts';
import { check } from '../check.ts';
import type { Context } from '../context.ts';
import { start } from '../start.ts';

/** Puts a whole new schedule in the place of the old one: what is not given is gone then. */
export const updateSchedule =
  (context: Context): Operation<UpdateScheduleInput, UpdateScheduleOutput> =>
  ({ ClientToken: _, ...asked }) => {
    const existing = context.schedules.get(asked.Name, asked.GroupName);
    const expression = check(asked, context);
    existing.stop();
    return { ScheduleArn: start(context, asked, expression, existing).arn };
  };
