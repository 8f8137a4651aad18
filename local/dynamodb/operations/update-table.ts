import { UpdateTableCommand, type UpdateTableInput, type UpdateTableOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { NOT_HERE, refuse } from '../refuse.ts';
import { describeTable } from './describe-table.ts';

export const updateTable = (context: Context): Operation<UpdateTableInput, UpdateTableOutput> => {
  const describe = describeTable(context);
  return async (input, call) => {
    refuse(input, NOT_HERE);
    const { DeletionProtectionEnabled, SSESpecification, TableClass, ...rest } = input;
    const settings = context.tables.get(input.TableName ?? '');
    // dynalite wants something to change.
    const { BillingMode, ProvisionedThroughput, GlobalSecondaryIndexUpdates } = rest;
    if (BillingMode || ProvisionedThroughput || GlobalSecondaryIndexUpdates)
      await context.engine.send(new UpdateTableCommand(rest));
    settings.deletionProtection = DeletionProtectionEnabled ?? settings.deletionProtection;
    settings.encryptedByKms = SSESpecification?.Enabled ?? settings.encryptedByKms;
    settings.tableClass = TableClass ?? settings.tableClass;
    const { Table } = await describe(input, call);
    return Table ? { TableDescription: Table } : {};
  };
};
