import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventRules } from './made/event-rules.ts';
import { queues } from './made/queues.ts';
import { type ConformanceTarget, openTarget } from './target.ts';

let target: ConformanceTarget;
let events: EventBridgeClient;
let sqs: SQSClient;
let QueueUrl: string;
let source: string;

beforeAll(async () => {
  target = await openTarget();
  [events, sqs] = [new EventBridgeClient({}), new SQSClient({})];
  source = target.name('app');
  const name = target.name('events');
  const arn = `arn:aws:sqs:${target.region}:${target.account}:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
      },
    ],
  });
  target.undo(queues, name);
  const made = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy }, tags: target.tags.record }),
  );
  QueueUrl = made.QueueUrl ?? '';
  const EventPattern = JSON.stringify({
    source: [source],
    'detail-type': [{ prefix: 'Image' }],
    detail: { tag: [{ exists: true }, { 'anything-but': ['skip'] }], size: [{ numeric: ['>', 10] }] },
  });
  target.undo(eventRules, name);
  await events.send(new PutRuleCommand({ Name: name, EventPattern, Tags: target.tags.pascal }));
  await events.send(
    new PutTargetsCommand({
      Rule: name,
      Targets: [
        {
          Id: 'queue',
          Arn: arn,
          InputTransformer: { InputPathsMap: { tag: '$.detail.tag' }, InputTemplate: '{"pushed": <tag>}' },
        },
      ],
    }),
  );
});
afterAll(() => target?.close());

async function receive(): Promise<string[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages.map(({ Body = '' }) => Body);
}

const put = (detailType: string, detail: object) =>
  events.send(
    new PutEventsCommand({
      Entries: [{ Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );

it('brings what fits the pattern, changed as the target asks, and nothing else', async () => {
  const got: string[] = [];
  await target.until(
    'an event that fits',
    async () => {
      // A rule that was just made may take a moment to be in force.
      await put('Build', { tag: 'other-type', size: 20 });
      await put('Image Push', { tag: 'too-small', size: 10 });
      await put('Image Push', { size: 20 });
      await put('Image Push', { tag: 'fits', size: 20 });
      got.push(...(await receive()));
      return got;
    },
    (bodies) => bodies.length > 0,
  );
  expect(new Set(got.map((body) => JSON.parse(body)))).toEqual(new Set(got.map(() => ({ pushed: 'fits' }))));
});

it('refuses single events of a call and takes the others', async () => {
  const answer = await events.send(
    new PutEventsCommand({
      Entries: [
        { Source: source, DetailType: 'Build', Detail: 'no JSON' },
        { Source: source, DetailType: 'Build', Detail: '{}' },
      ],
    }),
  );
  expect(answer.FailedEntryCount).toBe(1);
  expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual(['MalformedDetail', undefined]);
});
