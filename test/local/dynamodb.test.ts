import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import type { Properties } from '../../local/cloudformation/provider.ts';
import { startEngine } from '../../local/dynamodb/engine.ts';
import { createDynamodb } from '../../local/dynamodb/index.ts';
import { expire } from '../../local/dynamodb/time-to-live.ts';
import type { Part } from '../../local/parts.ts';
import { throughGateway } from './through-gateway.ts';

const TABLE = {
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' as const },
    { AttributeName: 'sk', AttributeType: 'S' as const },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
};
const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
// An hour of AWS's time, after which expired items are looked for, takes a tenth of a second.
const clock = new Clock(36_000);
let part: Part;
let client: DynamoDBClient;
let close: () => Promise<void>;
beforeAll(async () => {
  part = await createDynamodb({ account, clock });
  const served = await throughGateway(part);
  client = new DynamoDBClient(served.config);
  close = async () => {
    client.destroy();
    await served.close();
    await part.close?.();
  };
});
afterAll(() => close());

const put = (TableName: string, sk: string, more: object = {}, Item: object = {}) =>
  client.send(
    new PutItemCommand({
      TableName,
      Item: { pk: { S: 'a' }, sk: { S: sk }, n: { N: '5' }, ...Item },
      ...more,
    }),
  );
const get = async (TableName: string, sk: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' }, sk: { S: sk } } }))).Item;

it('keeps items, and holds writes to their conditions', async () => {
  const TableName = 'items';
  await client.send(new CreateTableCommand({ TableName, ...TABLE }));
  await put(TableName, '1', {}, { b: { B: new Uint8Array([1, 2]) } });
  const unlessThere = { ConditionExpression: 'attribute_not_exists(pk)' };
  const refused = put(TableName, '1', unlessThere);
  await expect(refused).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  await expect(refused).rejects.toHaveProperty('Item', undefined);
  const told = put(TableName, '1', { ...unlessThere, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
  await expect(told).rejects.toMatchObject({ Item: { n: { N: '5' }, b: { B: new Uint8Array([1, 2]) } } });
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: { pk: { S: 'a' }, sk: { S: '1' } },
      UpdateExpression: 'SET n = n + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  expect(Attributes).toEqual({ n: { N: '6' } });
  await put(TableName, '2');
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
      ScanIndexForward: false,
    }),
  );
  expect(Items?.map(({ sk }) => sk?.S)).toEqual(['2', '1']);
  await expect(put('none', '1')).rejects.toBeInstanceOf(ResourceNotFoundException);
});

it('removes items whose time is over', async () => {
  const TableName = 'expiring';
  await client.send(new CreateTableCommand({ TableName, ...TABLE }));
  const now = Math.floor(Date.now() / 1000);
  await put(TableName, 'over', {}, { expires: { N: String(now - 10) } });
  await put(TableName, 'not-yet', {}, { expires: { N: String(now + 3600) } });
  await put(TableName, 'never');
  const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  await expect.poll(() => get(TableName, 'over')).toBeUndefined();
  expect(await get(TableName, 'not-yet')).toBeDefined();
  expect(await get(TableName, 'never')).toBeDefined();
});

it('does not remove an item that is given more time while it is looked for', async () => {
  const { engine, close } = await startEngine(account);
  try {
    const TableName = 'renewed';
    await engine.send(new CreateTableCommand({ TableName, ...TABLE }));
    const until = (seconds: number) => ({ N: String(Math.floor(clock.now() / 1000) + seconds) });
    const Item = { pk: { S: 'a' }, sk: { S: '1' }, expires: until(-10) };
    await engine.send(new PutItemCommand({ TableName, Item }));
    const renewed = new PutItemCommand({ TableName, Item: { ...Item, expires: until(3600 * 24 * 365) } });
    // It is renewed when it has been found, and before it is removed.
    const send = async (command: DeleteItemCommand) => {
      if (command instanceof DeleteItemCommand) await engine.send(renewed);
      return engine.send(command);
    };
    await expire({ clock, engine: new Proxy(engine, { get: () => send }) }, TableName, 'expires');
    const { Item: left } = await engine.send(
      new GetItemCommand({ TableName, Key: { pk: Item.pk, sk: Item.sk } }),
    );
    expect(left).toEqual(renewed.input.Item);
  } finally {
    await close();
  }
});

it('makes, changes and removes the table of a stack', async () => {
  const provider = part.resources?.['AWS::DynamoDB::Table'];
  const request = { stackName: 's', logicalId: 'Ledger', generatedName: 's-Ledger-1' };
  const properties: Properties = {
    ...TABLE,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: 'true' },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    Tags: [{ Key: 'application', Value: 'slipway' }],
  };
  const resource = await provider?.create({ ...request, properties });
  if (!provider || !resource) throw new Error('no table');
  expect(resource.attributes.Arn).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/s-Ledger-1');
  const TableName = resource.id;
  const describe = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table;
  expect(await describe()).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
  await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toThrow('deletion protection');
  const changed = { ...properties, DeletionProtectionEnabled: false };
  await provider.update({ ...request, properties: changed, previous: properties, resource });
  await provider.delete({ ...request, properties: changed, resource });
  await expect(describe()).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(async () =>
    provider.create({ ...request, properties: { ...TABLE, StreamSpecification: {} } }),
  ).rejects.toThrow('StreamSpecification');
});

it('finishes what it is at work on when it is ended', async () => {
  const own = await createDynamodb({ account, clock });
  const served = await throughGateway(own);
  const ending = new DynamoDBClient({ ...served.config, maxAttempts: 1 });
  await ending.send(new CreateTableCommand({ TableName: 'ending', ...TABLE }));
  const Item = { pk: { S: 'a' }, sk: { S: 'b' } };
  const writes = Array.from({ length: 50 }, () =>
    ending.send(new PutItemCommand({ TableName: 'ending', Item })).then(
      () => 'written',
      (error: Error) => error.name,
    ),
  );
  await Promise.race(writes);
  await own.close?.();
  expect(new Set(await Promise.all(writes))).toContain('written');
  expect(['written', 'InternalServerError']).toEqual(
    expect.arrayContaining([...new Set(await Promise.all(writes))]),
  );
  ending.destroy();
  await served.close();
});
