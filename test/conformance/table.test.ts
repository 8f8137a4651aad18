import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tables } from './made/tables.ts';
import { type ConformanceTarget, openTarget } from './target.ts';

let target: ConformanceTarget;
let client: DynamoDBClient;
let TableName: string;

beforeAll(async () => {
  target = await openTarget();
  client = new DynamoDBClient({});
  TableName = target.name('table');
  target.undo(tables, TableName);
  await client.send(
    new CreateTableCommand({
      TableName,
      Tags: target.tags.pascal,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 300 }, { TableName });
});
afterAll(() => target?.close());

const item = (sk: string, version: number) => ({
  pk: { S: 'a' },
  sk: { S: sk },
  version: { N: String(version) },
});

it('lets one of many that write on the same condition through', async () => {
  await client.send(new PutItemCommand({ TableName, Item: item('claim', 1) }));
  const writes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: { pk: { S: 'a' }, sk: { S: 'claim' } },
          UpdateExpression: 'SET version = :next, holder = :holder',
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: {
            ':seen': { N: '1' },
            ':next': { N: '2' },
            ':holder': { S: `${index}` },
          },
        }),
      ),
    ),
  );
  const refused = writes.filter((write) => write.status === 'rejected');
  expect(refused).toHaveLength(7);
  for (const { reason } of refused) expect(reason).toBeInstanceOf(ConditionalCheckFailedException);
});

it('shows a consistent read what was written just before', async () => {
  for (let version = 1; version <= 5; version++) {
    await client.send(new PutItemCommand({ TableName, Item: item('read', version) }));
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key: { pk: { S: 'a' }, sk: { S: 'read' } }, ConsistentRead: true }),
    );
    expect(Item?.version?.N).toBe(String(version));
  }
});

it('lists by the beginning of the sort key, in its order, newest first, page by page', async () => {
  for (const sk of ['log#1', 'log#2', 'log#3', 'other'])
    await client.send(new PutItemCommand({ TableName, Item: item(sk, 1) }));
  const query = {
    TableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: 'a' }, ':prefix': { S: 'log#' } },
    ScanIndexForward: false,
    Limit: 2,
  };
  const first = await client.send(new QueryCommand(query));
  expect(first.Items?.map(({ sk }) => sk?.S)).toEqual(['log#3', 'log#2']);
  const second = await client.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
  expect(second.Items?.map(({ sk }) => sk?.S)).toEqual(['log#1']);
});
