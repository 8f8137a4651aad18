import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { Deliveries } from '../../local/parts.ts';
import { createSqs } from '../../local/sqs/index.ts';
import { throughGateway } from './through-gateway.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
const deliveries = new Deliveries();
const sqs = createSqs({ account, clock: new Clock(), deliveries });
let client: SQSClient;
let close: () => Promise<void>;
beforeAll(async () => {
  const served = await throughGateway(sqs);
  // A queue's URL names the gateway, which in these tests has a port of its own.
  client = new SQSClient({ ...served.config, useQueueUrlAsEndpoint: false });
  close = async () => {
    await sqs.close?.();
    await served.close();
  };
});
afterAll(() => close());

const queue = async (QueueName: string, Attributes: Record<string, string> = {}) => {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const receive = async (more: object = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages?.[0];
  const count = async () => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes: found } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
    );
    return Number(found?.ApproximateNumberOfMessages);
  };
  return { QueueUrl, receive, count };
};

it('makes a queue once, and not again with other attributes', async () => {
  const { QueueUrl } = await queue('twice', { VisibilityTimeout: '60' });
  expect(QueueUrl).toBe('http://127.0.0.1:1/000000000000/twice');
  expect((await queue('twice')).QueueUrl).toBe(QueueUrl);
  await expect(queue('twice', { VisibilityTimeout: '61' })).rejects.toBeInstanceOf(QueueNameExists);
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'tw' }))).QueueUrls).toEqual([QueueUrl]);
  const unknown = client.send(new GetQueueUrlCommand({ QueueName: 'none' }));
  await expect(unknown).rejects.toBeInstanceOf(QueueDoesNotExist);
});

it('keeps the tags of a queue', async () => {
  const made = await client.send(new CreateQueueCommand({ QueueName: 'tagged', tags: { team: 'web' } }));
  const { QueueUrl } = made;
  const tags = async () => (await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags;
  await client.send(new TagQueueCommand({ QueueUrl, Tags: { stage: 'dev', team: 'shop' } }));
  expect(await tags()).toEqual({ team: 'shop', stage: 'dev' });
  await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['team', 'stage'] }));
  expect(await tags()).toBeUndefined();
});

it('shows a message to one reader, until it is deleted or its time is over', async () => {
  const { QueueUrl, receive, count } = await queue('work', { VisibilityTimeout: '43200' });
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'test' } };
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello', MessageAttributes }));
  const first = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  expect(first).toMatchObject({
    Body: 'hello',
    MessageAttributes,
    // As the AWS CLI computes it.
    MD5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    Attributes: { ApproximateReceiveCount: '1' },
  });
  expect(await receive()).toBeUndefined();
  const ReceiptHandle = first?.ReceiptHandle;
  const hide = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
  await client.send(new ChangeMessageVisibilityCommand(hide));
  const second = await receive();
  // The first reader's receipt is of the past.
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
  expect(await count()).toBe(0);
  await expect(
    client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'bm9uc2Vuc2U=' })),
  ).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
});

it('lets a reader wait for what comes', async () => {
  const { receive } = await queue('waited-for');
  const waiting = receive({ WaitTimeSeconds: 20 });
  await deliveries.deliver('arn:aws:sqs:us-east-1:000000000000:waited-for', '{"late":true}');
  expect((await waiting)?.Body).toBe('{"late":true}');
});

it('puts away what was received too often', async () => {
  const dead = await queue('dead');
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
  const { QueueUrl, receive, count } = await queue('tried', { RedrivePolicy, VisibilityTimeout: '0' });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
  expect([await receive(), await receive(), await receive()].map((one) => one?.Body)).toEqual([
    'poison',
    'poison',
    undefined,
  ]);
  expect([await count(), await dead.count()]).toEqual([0, 1]);
  await client.send(new PurgeQueueCommand({ QueueUrl: dead.QueueUrl }));
  expect(await dead.count()).toBe(0);
});
