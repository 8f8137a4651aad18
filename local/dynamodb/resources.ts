import type { Properties, Resource, ResourceProviders } from '../cloudformation/provider.ts';
import type { Account } from '../parts.ts';
import type { Engine } from './engine.ts';
import type { TimeToLive } from './time-to-live.ts';

// What makes the table; the rest (recovery, encryption, protection, tags) is not kept here.
const CREATION = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
];
const NOT_HERE = ['StreamSpecification', 'KinesisStreamSpecification', 'ImportSourceSpecification'];

export function dynamodbResources(
  engine: Engine,
  timeToLive: TimeToLive,
  account: Account,
): ResourceProviders {
  const settle = (name: string, { TimeToLiveSpecification }: Properties): Resource => {
    const { AttributeName, Enabled } = (TimeToLiveSpecification ?? {}) as {
      AttributeName?: string;
      Enabled?: unknown;
    };
    timeToLive.set(name, String(Enabled) === 'true' ? AttributeName : undefined);
    return {
      id: name,
      attributes: { Arn: `arn:aws:dynamodb:${account.region}:${account.id}:table/${name}` },
    };
  };
  return {
    'AWS::DynamoDB::Table': {
      replaceOn: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
      async create({ properties, generatedName }) {
        const missing = NOT_HERE.filter((property) => properties[property] !== undefined);
        if (missing.length > 0) throw new Error(`${missing.join(', ')} of a table is not in the local cloud`);
        const TableName = typeof properties.TableName === 'string' ? properties.TableName : generatedName;
        const given = CREATION.filter((property) => properties[property] !== undefined);
        await engine.send('CreateTable', {
          TableName,
          ...Object.fromEntries(given.map((property) => [property, properties[property]])),
        });
        return settle(TableName, properties);
      },
      update: ({ resource, properties }) => settle(resource.id, properties),
      async delete({ resource }) {
        timeToLive.set(resource.id, undefined);
        await engine.send('DeleteTable', { TableName: resource.id });
      },
    },
  };
}
