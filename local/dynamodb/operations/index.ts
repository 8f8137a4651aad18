import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createTable } from './create-table.ts';
import { deleteItem } from './delete-item.ts';
import { deleteTable } from './delete-table.ts';
import { describeContinuousBackups } from './describe-continuous-backups.ts';
import { describeTable } from './describe-table.ts';
import { describeTimeToLive } from './describe-time-to-live.ts';
import { passedOn } from './passed-on.ts';
import { putItem } from './put-item.ts';
import { updateContinuousBackups } from './update-continuous-backups.ts';
import { updateItem } from './update-item.ts';
import { updateTable } from './update-table.ts';
import { updateTimeToLive } from './update-time-to-live.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  ...passedOn(context),
  CreateTable: createTable(context),
  DeleteItem: deleteItem(context),
  DeleteTable: deleteTable(context),
  DescribeContinuousBackups: describeContinuousBackups(context),
  DescribeTable: describeTable(context),
  DescribeTimeToLive: describeTimeToLive(context),
  PutItem: putItem(context),
  UpdateContinuousBackups: updateContinuousBackups(context),
  UpdateItem: updateItem(context),
  UpdateTable: updateTable(context),
  UpdateTimeToLive: updateTimeToLive(context),
});
