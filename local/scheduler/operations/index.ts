import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createSchedule } from './create-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { getSchedule } from './get-schedule.ts';
import { listSchedules } from './list-schedules.ts';
import { updateSchedule } from './update-schedule.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  CreateSchedule: createSchedule(context),
  DeleteSchedule: deleteSchedule(context),
  GetSchedule: getSchedule(context),
  ListSchedules: listSchedules(context),
  UpdateSchedule: updateSchedule(context),
});
