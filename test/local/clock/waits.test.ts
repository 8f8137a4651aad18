import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as sqs from '@aws-sdk/client-sqs';
import { afterEach, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createDynamodb } from '../../../local/dynamodb/index.ts';
import { createEvents } from '../../../local/events/index.ts';
import { Deliveries, type Part } from '../../../local/parts.ts';
import { createScheduler } from '../../../local/scheduler/index.ts';
import { createSqs } from '../../../local/sqs/index.ts';
import { sdkCaller } from '../sdk-call.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };

const ending: (() => Promise<void> | undefined)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A service whose clock is held, how it is called, and what came to a function. */
async function held<Made extends Part>(
  make: (deps: { account: typeof account; clock: Clock; deliveries: Deliveries }) => Made | Promise<Made>,
  sdk: Readonly<Record<string, unknown>>,
  client: string,
) {
  const clock = new Clock();
  clock.hold();
  const deliveries = new Deliveries();
  const came: { time: string }[] = [];
  deliveries.register('lambda', async (_, payload) => {
    came.push(JSON.parse(payload) as { time: string });
  });
  const part = await make({ account, clock, deliveries });
  const { aws, close } = await sdkCaller(part, sdk, client);
  ending.push(
    () => part.close?.(),
    () => close(),
  );
  return { clock, aws, came };
}

it('hides a message for as long as it says, delays it, and forgets it', async () => {
  const { clock, aws } = await held(createSqs, sqs, 'SQSClient');
  // A queue's URL names the gateway of a whole cloud: here it is only its name.
  const { QueueUrl } = await aws('CreateQueue', {
    QueueName: 'work',
    Attributes: { VisibilityTimeout: '43200', MessageRetentionPeriod: String(4 * DAY) },
  });
  const received = async () => (await aws('ReceiveMessage', { QueueUrl })).Messages?.length ?? 0;
  await aws('SendMessage', { QueueUrl, MessageBody: 'later', DelaySeconds: 900 });
  expect(await received()).toBe(0);
  await clock.move(899);
  expect(await received()).toBe(0);
  await clock.move(1);
  expect(await received()).toBe(1);
  await clock.move(12 * HOUR - 1);
  expect(await received()).toBe(0);
  await clock.move(1);
  expect(await received()).toBe(1);
  await clock.move(4 * DAY);
  expect(await received()).toBe(0);
});

it('removes an item when its time is over, in the hour after that', async () => {
  const { clock, aws } = await held(createDynamodb, dynamodb, 'DynamoDBClient');
  const TableName = 'expiring';
  await aws('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  await aws('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  });
  const inAWeek = Math.floor(clock.now() / 1000) + 7 * DAY;
  await aws('PutItem', { TableName, Item: { pk: { S: 'a' }, expires: { N: String(inAWeek) } } });
  const isThere = async () =>
    (await aws('GetItem', { TableName, Key: { pk: { S: 'a' } } })).Item !== undefined;
  await clock.move(7 * DAY - HOUR);
  expect(await isThere()).toBe(true);
  await clock.move(2 * HOUR, { every: HOUR });
  expect(await isThere()).toBe(false);
});

it('runs a schedule when its day is over, once in a jump of several', async () => {
  const { clock, aws, came } = await held(createScheduler, scheduler, 'SchedulerClient');
  await aws('CreateSchedule', {
    Name: 'daily',
    ScheduleExpression: 'rate(1 day)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: FUNCTION, RoleArn: 'arn:aws:iam::000000000000:role/r' },
  });
  await clock.move(DAY - 1);
  expect(came).toHaveLength(0);
  await clock.move(1);
  expect(came).toHaveLength(1);
  await clock.move(5 * DAY);
  expect(came).toHaveLength(2);
  await clock.move(5 * DAY, { every: DAY });
  expect(came).toHaveLength(7);
});

it('runs a cron rule at the time of day that it names', async () => {
  const { clock, aws, came } = await held(createEvents, eventbridge, 'EventBridgeClient');
  await aws('PutRule', { Name: 'nightly', ScheduleExpression: 'cron(0 3 * * ? *)' });
  await aws('PutTargets', { Rule: 'nightly', Targets: [{ Id: '1', Arn: FUNCTION }] });
  // While it is held, its time stamps go on: the time of day is theirs.
  const asked = clock.now();
  await expect.poll(() => clock.now()).toBeGreaterThan(asked);
  await clock.move((3 * HOUR + DAY - ((clock.now() / 1000) % DAY)) % DAY);
  expect(came).toHaveLength(1);
  await clock.move(DAY);
  expect(came.map(({ time }) => time.slice(11))).toEqual(['03:00:00Z', '03:00:00Z']);
  expect(Date.parse(came[1]?.time ?? '') - Date.parse(came[0]?.time ?? '')).toBe(DAY * 1000);
});
