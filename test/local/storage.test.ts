import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createDynamodb } from '../../local/dynamodb/index.ts';
import { createGateway, type Gateway } from '../../local/gateway/index.ts';
import { createIam } from '../../local/iam/index.ts';
import { Deliveries, type Part } from '../../local/parts.ts';
import { createS3 } from '../../local/s3/index.ts';
import { createSqs } from '../../local/sqs/index.ts';
import { createSsm } from '../../local/ssm/index.ts';
import { createSts } from '../../local/sts/index.ts';

let gateway: Gateway;
let parts: Part[];
let folder: string;
let settings: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
  const deps = {
    account: { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder },
    clock: new Clock(20),
  };
  const iam = createIam(deps);
  const deliveries = new Deliveries();
  parts = [
    iam,
    createSts(iam),
    createSsm(deps),
    createS3(deps),
    createSqs({ ...deps, deliveries }),
    await createDynamodb(deps),
  ];
  gateway = await createGateway({
    services: parts.flatMap(({ service }) => service ?? []),
    identities: iam.identities,
  });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  settings = {
    endpoint: `http://127.0.0.1:${await gateway.listen(0)}`,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  };
});
afterAll(async () => {
  await gateway.close();
  for (const part of parts) await part.close?.();
  await rm(folder, { recursive: true, force: true });
  expect(gateway.violations).toEqual([]);
});

it('keeps items, and holds writes to their conditions', async () => {
  const db = new DynamoDBClient(settings);
  await db.send(
    new CreateTableCommand({
      TableName: 'table',
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
  const put = (ConditionExpression?: string) =>
    db.send(
      new PutItemCommand({
        TableName: 'table',
        Item: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '5' } },
        ...(ConditionExpression ? { ConditionExpression } : {}),
      }),
    );
  await put();
  await expect(put('attribute_not_exists(pk)')).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  await db.send(
    new UpdateItemCommand({
      TableName: 'table',
      Key: { pk: { S: 'a' }, sk: { S: '1' } },
      UpdateExpression: 'SET n = n + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
  const { Items } = await db.send(
    new QueryCommand({
      TableName: 'table',
      KeyConditionExpression: 'pk = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    }),
  );
  expect(Items).toEqual([{ pk: { S: 'a' }, sk: { S: '1' }, n: { N: '6' } }]);
  const { Item } = await db.send(
    new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'none' }, sk: { S: '1' } } }),
  );
  expect(Item).toBeUndefined();
});

it('keeps objects', async () => {
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b.zip', Body: Buffer.from([0, 255, 1]) }));
  const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a/b.zip' }));
  expect([ContentLength, ...((await Body?.transformToByteArray()) ?? [])]).toEqual([3, 0, 255, 1]);
});

it('gives secrets in clear only to who asks for that', async () => {
  const ssm = new SSMClient(settings);
  await ssm.send(new PutParameterCommand({ Name: '/a/secret', Value: 'hush', Type: 'SecureString' }));
  const read = (WithDecryption: boolean) =>
    ssm.send(new GetParameterCommand({ Name: '/a/secret', WithDecryption }));
  expect((await read(true)).Parameter?.Value).toBe('hush');
  expect((await read(false)).Parameter?.Value).not.toContain('hush');
  await expect(ssm.send(new GetParameterCommand({ Name: '/none' }))).rejects.toBeInstanceOf(
    ParameterNotFound,
  );
});

it('hands a message to one reader at a time', async () => {
  const sqs = new SQSClient(settings);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages?.[0]?.Body).toBe('hello');
  expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).toEqual([]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
});

it('lets only those take a role whom it trusts', async () => {
  const [iam, sts] = [new IAMClient(settings), new STSClient(settings)];
  const trust = (Principal: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
    });
  await iam.send(
    new CreateRoleCommand({ RoleName: 'mine', AssumeRolePolicyDocument: trust({ AWS: '000000000000' }) }),
  );
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'lambda',
      AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
    }),
  );
  const take = (name: string) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::000000000000:role/${name}`,
        RoleSessionName: 'session',
      }),
    );
  await expect(take('lambda')).rejects.toThrow('not authorized to perform: sts:AssumeRole');
  const { Credentials } = await take('mine');
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = Credentials ?? {};
  const asRole = new STSClient({ ...settings, credentials: { accessKeyId, secretAccessKey, sessionToken } });
  expect((await asRole.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    'arn:aws:sts::000000000000:assumed-role/mine/session',
  );
  expect((await iam.send(new GetRoleCommand({ RoleName: 'mine' }))).Role?.AssumeRolePolicyDocument).toContain(
    '000000000000',
  );
});
