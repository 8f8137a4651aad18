import type { DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** All or none (API reference, DeleteAlarms). */
export const deleteAlarms =
  ({ book }: Context): Operation<DeleteAlarmsInput, Record<string, never>> =>
  ({ AlarmNames = [] }) => {
    for (const { name } of AlarmNames.map((one) => book.get(one))) book.delete(name);
    return {};
  };
