import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HERE, judgedCloud } from './judged-cloud.ts';

const LAMBDA = 'lambda.amazonaws.com';
const ROOT = 'arn:aws:iam::000000000000:root';

let cloud: Awaited<ReturnType<typeof judgedCloud>>;
beforeAll(async () => {
  cloud = await judgedCloud();
});
afterAll(() => cloud.close());

describe('a role that may nothing', () => {
  const refused = (action: string, on: string) =>
    `User: arn:aws:sts::000000000000:assumed-role/nobody/s is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;
  let config: ReturnType<typeof cloud.as>;
  beforeAll(async () => {
    config = cloud.as(await cloud.role('nobody', LAMBDA));
  });

  it.each([
    {
      of: 'a service of JSON',
      call: () => new SSMClient(config).send(new DescribeParametersCommand({})),
      name: 'AccessDeniedException',
      status: 400,
      message: refused('ssm:DescribeParameters', ' on resource: *'),
    },
    {
      of: 'a service of forms',
      call: () => new IAMClient(config).send(new ListRolesCommand({})),
      name: 'AccessDenied',
      status: 403,
      message: refused('iam:ListRoles', ' on resource: *'),
    },
    {
      of: 'EC2',
      call: () => new EC2Client(config).send(new DescribeSubnetsCommand({})),
      name: 'UnauthorizedOperation',
      status: 403,
      message: `You are not authorized to perform this operation. ${refused('ec2:DescribeSubnets', '')}`,
    },
    {
      of: 'S3',
      call: () => new S3Client(config).send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a/b' })),
      name: 'AccessDenied',
      status: 403,
      message: refused('s3:GetObject', ' on resource: "arn:aws:s3:::bucket/a/b"'),
    },
    {
      of: 'SQS',
      call: () =>
        new SQSClient(config).send(new SendMessageCommand({ QueueUrl: `${'x'}/0/q`, MessageBody: 'm' })),
      name: 'AccessDenied',
      status: 403,
      message: refused('sqs:sendmessage', ` on resource: arn:aws:sqs:${HERE}:q`),
    },
  ])('is refused by $of with its own code', async ({ call, name, status, message }) => {
    await expect(call()).rejects.toMatchObject({
      name,
      message,
      $metadata: { httpStatusCode: status },
    });
  });
});

it('learns that an object of S3 is not there only where it may list the bucket', async () => {
  await new S3Client(cloud.owner).send(new CreateBucketCommand({ Bucket: 'some' }));
  const reads = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::some/*' };
  const lists = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::some' };
  const reader = new S3Client(cloud.as(await cloud.role('reads-some', LAMBDA, reads)));
  const lister = new S3Client(cloud.as(await cloud.role('lists-some', LAMBDA, reads, lists)));
  const none = { Bucket: 'some', Key: 'none' };
  const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });
  await expect(reader.send(new GetObjectCommand(none))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('s3:ListBucket on resource: "arn:aws:s3:::some"'),
    ...status(403),
  });
  await expect(reader.send(new HeadObjectCommand(none))).rejects.toMatchObject(status(403));
  await expect(lister.send(new GetObjectCommand(none))).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(lister.send(new HeadObjectCommand(none))).rejects.toMatchObject(status(404));
});

describe('temporary credentials', () => {
  it('are refused when they are over', async () => {
    const config = await cloud.taken(await cloud.role('short', ROOT), 900);
    const who = new STSClient(config);
    expect((await who.send(new GetCallerIdentityCommand({}))).Arn).toContain('assumed-role/short/taken');
    await cloud.clock.move(901);
    await expect(who.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' });
    await expect(new SSMClient(config).send(new DescribeParametersCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    });
    await expect(new EC2Client(config).send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: 'RequestExpired',
    });
  });

  it.each([
    ['unknown', { accessKeyId: 'ASIA0000000000000000' }],
    ['with another session’s token', { sessionToken: 'another' }],
    ['without their token', { sessionToken: '' }],
  ])('are refused when they are %s', async (_, change) => {
    const config = cloud.as(await cloud.role(`unknown-${_.length}`, LAMBDA));
    const changed = { ...config, credentials: { ...config.credentials, ...change } };
    await expect(new SSMClient(changed).send(new DescribeParametersCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(new STSClient(changed).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    await expect(new EC2Client(changed).send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
      $metadata: { httpStatusCode: 401 },
    });
  });
});

it('lets a queue’s own policy give a role what the role’s does not, and take what it does', async () => {
  const owner = new SQSClient(cloud.owner);
  const { QueueUrl = '' } = await owner.send(new CreateQueueCommand({ QueueName: 'own-policy' }));
  const resource = `arn:aws:sqs:${HERE}:own-policy`;
  const roleArn = await cloud.role('reader', LAMBDA, {
    Effect: 'Allow',
    Action: 'sqs:ReceiveMessage',
    Resource: resource,
  });
  const config = new SQSClient(cloud.as(roleArn));
  const put = (...statements: object[]) =>
    owner.send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
      }),
    );
  const send = () => config.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
  const receive = () => config.send(new ReceiveMessageCommand({ QueueUrl }));
  await expect(send()).rejects.toThrow('because no identity-based policy allows the sqs:sendmessage action');
  // The whole account is not this role: that leaves it to the role's own policy.
  const toSend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: resource };
  await put({ ...toSend, Principal: { AWS: ROOT } });
  await expect(send()).rejects.toThrow('no identity-based policy');
  await put({ ...toSend, Principal: { AWS: roleArn } });
  await send();
  expect((await receive()).Messages).toHaveLength(1);
  await put({ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: resource });
  await expect(receive()).rejects.toThrow('with an explicit deny in a resource-based policy');
});

it('lets a role take another one where both sides allow it', async () => {
  const target = await cloud.role('target', ROOT);
  const none = await cloud.role('may-not', LAMBDA);
  const some = await cloud.role('may', LAMBDA, {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Resource: target,
  });
  const closed = await cloud.role('closed', LAMBDA);
  const take = (roleArn: string, RoleArn: string) =>
    new STSClient(cloud.as(roleArn)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'xy' }));
  expect((await take(some, target)).AssumedRoleUser?.Arn).toContain('assumed-role/target/xy');
  await expect(take(none, target)).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(take(some, closed)).rejects.toMatchObject({ name: 'AccessDenied' });
  // A role that names who may take it needs no more.
  const named = await cloud.role('named', none);
  expect((await take(none, named)).AssumedRoleUser?.Arn).toContain('assumed-role/named/xy');
});
