import type { DeleteScheduleInput } from '@aws-sdk/client-scheduler';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteSchedule =
  ({ schedules }: Context): Operation<DeleteScheduleInput, Record<string, never>> =>
  ({ Name, GroupName }) => {
    schedules.delete(schedules.get(Name, GroupName).name);
    return {};
  };
