import { isDeepStrictEqual } from 'node:util';
import { DescribeTableCommand, TagResourceCommand } from '@aws-sdk/client-dynamodb';
import type {
  Properties,
  Resource,
  ResourceProvider,
  ResourceProviders,
} from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { createTable } from './operations/create-table.ts';
import { deleteTable } from './operations/delete-table.ts';
import { updateTable } from './operations/update-table.ts';
import { stackCall, type TableProperties, TableShape } from './table-properties.ts';

export const dynamodbResources = (context: Context): ResourceProviders => ({
  'AWS::DynamoDB::Table': tableResource(context),
});

/** `AWS::DynamoDB::Table`. `Ref` is its name. Indexes of a table that is there cannot be changed here. */
function tableResource(context: Context): ResourceProvider {
  const { account, engine, tables } = context;
  const call = stackCall(account);
  const settle = async (name: string, wanted: TableProperties): Promise<Resource> => {
    const settings = tables.get(name);
    const { TimeToLiveSpecification: live, PointInTimeRecoverySpecification: recovery } = wanted;
    settings.timeToLive = live?.Enabled ? live.AttributeName : undefined;
    settings.pointInTimeRecovery = recovery?.PointInTimeRecoveryEnabled ?? false;
    await becomesActive(context, name);
    const Arn = `arn:aws:dynamodb:${account.region}:${account.id}:table/${name}`;
    return { id: name, attributes: { Arn } };
  };
  return {
    replaceOn: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    async create({ properties, generatedName }) {
      const wanted = TableShape.parse(properties);
      const { TableName = generatedName, TimeToLiveSpecification: _, ...rest } = wanted;
      const { PointInTimeRecoverySpecification: _p, SSESpecification, ...input } = rest;
      const encryption = SSESpecification
        ? { SSESpecification: { Enabled: SSESpecification.SSEEnabled } }
        : {};
      await createTable(context)({ ...input, ...encryption, TableName }, call);
      return settle(TableName, wanted);
    },
    async update({ resource, properties, previous }) {
      const wanted = TableShape.parse(properties);
      refuseIndexChanges(properties, previous);
      const { BillingMode, ProvisionedThroughput, DeletionProtectionEnabled = false, TableClass } = wanted;
      const isOther =
        !isDeepStrictEqual(properties.BillingMode, previous.BillingMode) ||
        !isDeepStrictEqual(properties.ProvisionedThroughput, previous.ProvisionedThroughput);
      const capacity = isOther ? { BillingMode, ProvisionedThroughput } : {};
      const SSESpecification = { Enabled: wanted.SSESpecification?.SSEEnabled ?? false };
      await updateTable(context)(
        { TableName: resource.id, ...capacity, DeletionProtectionEnabled, TableClass, SSESpecification },
        call,
      );
      if (wanted.Tags && wanted.Tags.length > 0) {
        const ResourceArn = String(resource.attributes.Arn);
        await engine.send(new TagResourceCommand({ ResourceArn, Tags: wanted.Tags }));
      }
      return settle(resource.id, wanted);
    },
    async delete({ resource }) {
      if (tables.find(resource.id)) await deleteTable(context)({ TableName: resource.id }, call);
    },
  };
}

function refuseIndexChanges(properties: Properties, previous: Properties): void {
  for (const name of ['GlobalSecondaryIndexes', 'AttributeDefinitions'])
    if (!isDeepStrictEqual(properties[name], previous[name]))
      throw new Error(`the local cloud cannot change the ${name} of a table that is there`);
}

/** dynalite tells a new state in its next turn. */
async function becomesActive({ engine }: Context, TableName: string): Promise<void> {
  for (;;) {
    const { Table } = await engine.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
  }
}
