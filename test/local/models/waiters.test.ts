import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackExists,
  waitUntilStackRollbackComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, waitUntilRoleExists } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActive,
  waitUntilFunctionActiveV2,
  waitUntilFunctionExists,
  waitUntilFunctionUpdated,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
  waitUntilBucketExists,
  waitUntilBucketNotExists,
  waitUntilObjectExists,
  waitUntilObjectNotExists,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../local/cloud.ts';
import { zipOf } from '../lambda/local-lambda.ts';

// The SDK's own waiters: they begin to wait before there is anything, and end when it is as they want it, or never will be.

let cloud: Cloud;
let settings: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};
beforeAll(async () => {
  cloud = await startCloud({ engine: 'process', pace: 20 });
  const {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
  } = cloud.environment;
  settings = { endpoint, region, credentials: { accessKeyId, secretAccessKey: 'local' } };
});
afterAll(() => cloud.close());

/** Often: what is waited for is soon there. In seconds. */
const often = { minDelay: 0.02, maxDelay: 0.05, maxWaitTime: 30 };

const READY = { state: 'SUCCESS' };

const template = (resources: object) => JSON.stringify({ Resources: resources });
const parameter = (Value: string) => ({
  P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value } },
});

describe('CloudFormation', () => {
  it('stack-exists, stack-create-complete, stack-update-complete, stack-delete-complete', async () => {
    const client = new CloudFormationClient(settings);
    const StackName = 'waited';
    const exists = waitUntilStackExists({ client, ...often }, { StackName });
    await client.send(new CreateStackCommand({ StackName, TemplateBody: template(parameter('one')) }));
    expect(await exists).toMatchObject(READY);
    expect(await waitUntilStackCreateComplete({ client, ...often }, { StackName })).toMatchObject(READY);
    await client.send(new UpdateStackCommand({ StackName, TemplateBody: template(parameter('two')) }));
    expect(await waitUntilStackUpdateComplete({ client, ...often }, { StackName })).toMatchObject(READY);
    await client.send(new DeleteStackCommand({ StackName }));
    expect(await waitUntilStackDeleteComplete({ client, ...often }, { StackName })).toMatchObject(READY);
  });

  it('gives up where a creation is rolled back; stack-rollback-complete after an update', async () => {
    const client = new CloudFormationClient(settings);
    const Bad = {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: 'none', Action: 'a', Principal: '*' },
    };
    const TemplateBody = template({ Bad });
    await client.send(new CreateStackCommand({ StackName: 'broken', TemplateBody }));
    await expect(waitUntilStackCreateComplete({ client, ...often }, { StackName: 'broken' })).rejects.toThrow(
      'ROLLBACK',
    );
    const StackName = 'good';
    await client.send(new CreateStackCommand({ StackName, TemplateBody: template(parameter('one')) }));
    await waitUntilStackCreateComplete({ client, ...often }, { StackName });
    await client.send(new UpdateStackCommand({ StackName, TemplateBody }));
    expect(await waitUntilStackRollbackComplete({ client, ...often }, { StackName })).toMatchObject(READY);
  });

  it('change-set-create-complete', async () => {
    const client = new CloudFormationClient(settings);
    const set = { StackName: 'planned', ChangeSetName: 'first' };
    const TemplateBody = template(parameter('one'));
    await client.send(new CreateChangeSetCommand({ ...set, ChangeSetType: 'CREATE', TemplateBody }));
    expect(await waitUntilChangeSetCreateComplete({ client, ...often }, set)).toMatchObject(READY);
  });
});

it('DynamoDB: table-exists, table-not-exists', async () => {
  const client = new DynamoDBClient(settings);
  const TableName = 'waited';
  const exists = waitUntilTableExists({ client, ...often }, { TableName });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  expect(await exists).toMatchObject(READY);
  await client.send(new DeleteTableCommand({ TableName }));
  expect(await waitUntilTableNotExists({ client, ...often }, { TableName })).toMatchObject(READY);
});

it('S3: bucket and object, there and not there', async () => {
  const client = new S3Client({ ...settings, forcePathStyle: true });
  const bucket = { Bucket: 'waited' };
  const object = { ...bucket, Key: 'file' };
  const there = waitUntilBucketExists({ client, ...often }, bucket);
  await client.send(new CreateBucketCommand(bucket));
  expect(await there).toMatchObject(READY);
  const kept = waitUntilObjectExists({ client, ...often }, object);
  await client.send(new PutObjectCommand({ ...object, Body: 'content' }));
  expect(await kept).toMatchObject(READY);
  const gone = waitUntilObjectNotExists({ client, ...often }, object);
  await client.send(new DeleteObjectCommand(object));
  expect(await gone).toMatchObject(READY);
  await client.send(new DeleteBucketCommand(bucket));
  expect(await waitUntilBucketNotExists({ client, ...often }, bucket)).toMatchObject(READY);
});

it('IAM and Lambda: role-exists, function-exists, -active, -updated, published-version-active', async () => {
  const iam = new IAMClient(settings);
  const RoleName = 'waited';
  const role = waitUntilRoleExists({ client: iam, ...often }, { RoleName });
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Statement: [trust] }) }),
  );
  expect(await role).toMatchObject(READY);

  const client = new LambdaClient(settings);
  const fn = { FunctionName: 'waited' };
  const exists = waitUntilFunctionExists({ client, ...often }, fn);
  await client.send(
    new CreateFunctionCommand({
      ...fn,
      Role: Role?.Arn,
      Runtime: 'nodejs24.x',
      Handler: 'dist/index.handler',
      Code: { ZipFile: zipOf('export const handler = async () => 1;') },
    }),
  );
  expect(await exists).toMatchObject(READY);
  expect(await waitUntilFunctionActive({ client, ...often }, fn)).toMatchObject(READY);
  expect(await waitUntilFunctionActiveV2({ client, ...often }, fn)).toMatchObject(READY);
  await client.send(new UpdateFunctionConfigurationCommand({ ...fn, Timeout: 5 }));
  expect(await waitUntilFunctionUpdated({ client, ...often }, fn)).toMatchObject(READY);
  expect(await waitUntilFunctionUpdatedV2({ client, ...often }, fn)).toMatchObject(READY);
  const { Version } = await client.send(new PublishVersionCommand(fn));
  const version = { ...fn, Qualifier: Version };
  expect(await waitUntilPublishedVersionActive({ client, ...often }, version)).toMatchObject(READY);
});
