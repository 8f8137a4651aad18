import {
  CreateTableCommand,
  type CreateTableInput,
  type CreateTableOutput,
  TagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { NOT_HERE, refuse } from '../refuse.ts';

export const createTable =
  ({ engine, tables }: Context): Operation<CreateTableInput, CreateTableOutput> =>
  async (input) => {
    const { Tags = [], DeletionProtectionEnabled, SSESpecification, TableClass, ...wanted } = input;
    refuse(
      wanted.StreamSpecification?.StreamEnabled === false
        ? { ...wanted, StreamSpecification: undefined }
        : wanted,
      NOT_HERE,
    );
    const { TableDescription } = await engine.send(new CreateTableCommand(wanted));
    const { TableName, TableArn } = TableDescription ?? {};
    if (TableName === undefined) throw new AwsError('InternalServerError', 'the table has no name');
    const settings = tables.add(TableName);
    settings.deletionProtection = DeletionProtectionEnabled ?? false;
    settings.encryptedByKms = SSESpecification?.Enabled ?? false;
    settings.tableClass = TableClass ?? 'STANDARD';
    if (Tags.length > 0) await engine.send(new TagResourceCommand({ ResourceArn: TableArn, Tags }));
    return { TableDescription: tables.describe(TableDescription ?? {}) };
  };
