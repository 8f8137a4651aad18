import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HERE, judgedCloud } from './judged-cloud.ts';

let cloud: Awaited<ReturnType<typeof judgedCloud>>;
let sqs: SQSClient;
let events: EventBridgeClient;
let count = 0;
beforeAll(async () => {
  cloud = await judgedCloud();
  sqs = new SQSClient(cloud.owner);
  events = new EventBridgeClient(cloud.owner);
});
beforeEach(() => {
  count++;
});
afterAll(() => cloud.close());

/** A queue with who may send to it. Its ARN, and the bodies of what comes. */
async function queue(name: string, ...statements: object[]) {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  if (statements.length > 0)
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return {
    arn: `arn:aws:sqs:${HERE}:${name}`,
    async received(): Promise<unknown[]> {
      const answer = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 }),
      );
      return (answer.Messages ?? []).map(({ Body = '' }) => JSON.parse(Body));
    },
  };
}

const eventsMaySend = (resource: string, sourceArn: string) => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: resource,
  Condition: { ArnLike: { 'aws:SourceArn': sourceArn } },
});

describe('EventBridge', () => {
  /** Sends an event by a rule of its own. */
  async function send(target: Omit<Target, 'Id'>): Promise<void> {
    const Name = `rule-${count}`;
    await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify({ source: [Name] }) }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 't', ...target } as Target] }));
    await events.send(
      new PutEventsCommand({ Entries: [{ Source: Name, DetailType: 'T', Detail: '{"n":1}' }] }),
    );
  }

  it('reaches a queue that lets this rule in', async () => {
    const arn = `arn:aws:sqs:${HERE}:open`;
    const open = await queue('open', eventsMaySend(arn, `arn:aws:events:${HERE}:rule/rule-*`));
    await send({ Arn: arn });
    expect(await open.received()).toMatchObject([{ detail: { n: 1 } }]);
  });

  it('does not reach a queue that lets another rule in; the event goes to the dead letters, if those let it', async () => {
    const arn = `arn:aws:sqs:${HERE}:other`;
    const other = await queue('other', eventsMaySend(arn, `arn:aws:events:${HERE}:rule/another`));
    const dead = `arn:aws:sqs:${HERE}:dead`;
    const letters = await queue('dead', eventsMaySend(dead, `arn:aws:events:${HERE}:rule/*`));
    await send({ Arn: arn, DeadLetterConfig: { Arn: dead } });
    expect(await letters.received()).toMatchObject([{ detail: { n: 1 } }]);
    expect(await other.received()).toEqual([]);
  });

  it('reaches another bus under a role, and not without one', async () => {
    const { EventBusArn = '' } = await events.send(new CreateEventBusCommand({ Name: 'second' }));
    const arn = `arn:aws:sqs:${HERE}:behind`;
    const behind = await queue('behind', eventsMaySend(arn, `arn:aws:events:${HERE}:rule/second/all`));
    await events.send(
      new PutRuleCommand({ Name: 'all', EventBusName: 'second', EventPattern: '{"detail-type":["T"]}' }),
    );
    await events.send(
      new PutTargetsCommand({ Rule: 'all', EventBusName: 'second', Targets: [{ Id: 't', Arn: arn }] }),
    );
    await send({ Arn: EventBusArn });
    expect(await behind.received()).toEqual([]);
    count++;
    const RoleArn = await cloud.role('forwards', 'events.amazonaws.com', {
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: EventBusArn,
    });
    await send({ Arn: EventBusArn, RoleArn });
    expect(await behind.received()).toMatchObject([{ detail: { n: 1 } }]);
  });
});

describe('a schedule', () => {
  const create = (Arn: string, RoleArn: string, by = 'nobody') =>
    new SchedulerClient(cloud.owner).send(
      new CreateScheduleCommand({
        Name: `schedule-${count}`,
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn, RoleArn, Input: JSON.stringify({ by }) },
      }),
    );

  it('reaches its target as its role allows', async () => {
    const arn = `arn:aws:sqs:${HERE}:scheduled`;
    const scheduled = await queue('scheduled');
    const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn };
    const sends = await cloud.role('sends', 'scheduler.amazonaws.com', allow);
    await create(arn, await cloud.role('sends-not', 'scheduler.amazonaws.com'), 'a role that may not');
    count++;
    await create(arn, sends, 'a role that may');
    const got: unknown[] = [];
    // Both come once a minute.
    while (got.length < 3) got.push(...(await scheduled.received()));
    for (const one of got) expect(one).toEqual({ by: 'a role that may' });
  });

  it('is not made with a role that does not trust it', async () => {
    const role = await cloud.role('of-others', 'lambda.amazonaws.com');
    await expect(create(`arn:aws:sqs:${HERE}:scheduled`, role)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    });
  });
});
