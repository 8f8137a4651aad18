import * as sdk from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createEvents } from '../../../local/events/index.ts';
import { Deliveries } from '../../../local/parts.ts';
import { sdkCaller } from '../sdk-call.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:0',
  folder: '/nonexistent',
};
const ending: (() => Promise<void> | undefined)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function cloud(pace = 1000) {
  const deliveries = new Deliveries();
  const got: { arn: string; payload: string }[] = [];
  const failing = new Map<string, number>();
  const deliver = async (arn: string, payload: string) => {
    const left = failing.get(arn) ?? 0;
    failing.set(arn, left - 1);
    if (left > 0) throw new Error('the target is down');
    got.push({ arn, payload });
  };
  deliveries.register('lambda', deliver);
  deliveries.register('sqs', deliver);
  const part = createEvents({ account, clock: new Clock(pace), deliveries });
  ending.push(() => part.close?.());
  const { aws, close } = await sdkCaller(part, sdk, 'EventBridgeClient');
  ending.push(close);
  const put = (source: string, detail: object = {}, more: object = {}) =>
    aws('PutEvents', {
      Entries: [{ Source: source, DetailType: 'T', Detail: JSON.stringify(detail), ...more }],
    });
  /** A rule for one source to one function. */
  const rule = async (
    target: object = {},
    input: object = { EventPattern: '{"source":["s"]}' },
    bus = 'default',
  ) => {
    await aws('PutRule', { Name: 'r', EventBusName: bus, ...input });
    await aws('PutTargets', { Rule: 'r', EventBusName: bus, Targets: [{ Id: '1', Arn: fn, ...target }] });
  };
  return { part, aws, put, rule, got, failing };
}
const fn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const queue = 'arn:aws:sqs:us-east-1:000000000000:q';

describe('EventBridge', () => {
  it('sends what fits to its targets, whole', async () => {
    const { put, rule, got } = await cloud();
    await rule();
    const { Entries } = await put(
      's',
      { a: 1 },
      { Resources: ['r1'], Time: new Date('2026-01-02T03:04:05.678Z') },
    );
    await put('other');
    await vi.waitFor(() => expect(got).toHaveLength(1));
    expect(JSON.parse(got[0]?.payload ?? '')).toEqual({
      version: '0',
      id: Entries[0].EventId,
      'detail-type': 'T',
      source: 's',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'us-east-1',
      resources: ['r1'],
      detail: { a: 1 },
    });
  });

  it('says which entries failed, and takes the others', async () => {
    const { aws, rule, got } = await cloud();
    await rule();
    const answer = await aws('PutEvents', {
      Entries: [
        { Source: 's', DetailType: 'T', Detail: '{}' },
        { Source: 's', DetailType: 'T', Detail: 'no json' },
        { Source: 's', DetailType: '', Detail: '{}' },
        { Source: 'aws.ecs', DetailType: 'T', Detail: '{}' },
        { Source: 's', DetailType: 'T', Detail: '{}', EventBusName: 'nope' },
      ],
    });
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries.map((entry: { ErrorCode?: string }) => entry.ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
    ]);
    await vi.waitFor(() => expect(got).toHaveLength(1));
    const Detail = JSON.stringify({ a: 'x'.repeat(262_144) });
    await expect(aws('PutEvents', { Entries: [{ Source: 's', DetailType: 'T', Detail }] })).rejects.toThrow(
      /over the limit/,
    );
  });

  it.each([
    ['Input', { Input: '{"constant":1}' }, { constant: 1 }],
    ['InputPath', { InputPath: '$.detail' }, { name: 'a "b"', list: [1, { x: true }] }],
    [
      'InputTransformer',
      {
        InputTransformer: {
          InputPathsMap: {
            name: '$.detail.name',
            type: '$.detail-type',
            x: '$.detail.list[1]',
            none: '$.detail.none',
          },
          InputTemplate:
            '{"text": "<name> is <type> of <aws.events.rule-name>", "name": <name>, "x": <x>, "none": <none>}',
        },
      },
      { text: 'a "b" is T of r', name: 'a "b"', x: { x: true }, none: null },
    ],
  ])('gives a target its %s', async (_, target, expected) => {
    const { put, rule, got } = await cloud();
    await rule(target);
    await put('s', { name: 'a "b"', list: [1, { x: true }] });
    await vi.waitFor(() => expect(got).toHaveLength(1));
    expect(JSON.parse(got[0]?.payload ?? '')).toEqual(expected);
  });

  it('tries again until the target takes it, and gives up to the dead-letter queue', async () => {
    const { put, rule, got, failing } = await cloud();
    await rule({ RetryPolicy: { MaximumRetryAttempts: 3 }, DeadLetterConfig: { Arn: queue } });
    failing.set(fn, 3);
    await put('s', { n: 1 });
    await vi.waitFor(() => expect(got.map(({ arn }) => arn)).toEqual([fn]));
    failing.set(fn, 4);
    await put('s', { n: 2 });
    await vi.waitFor(() => expect(got.map(({ arn }) => arn)).toEqual([fn, queue]));
    expect(JSON.parse(got[1]?.payload ?? '').detail).toEqual({ n: 2 });
  });

  it('has buses of its own, which can be each other’s targets', async () => {
    const { aws, put, rule, got } = await cloud();
    const { EventBusArn } = await aws('CreateEventBus', { Name: 'mine' });
    await rule({}, { EventPattern: '{"source":["s"]}' }, 'mine');
    await aws('PutRule', { Name: 'forward', EventPattern: '{"source":["s"]}' });
    // A bus is reached under a role, or where its own policy lets EventBridge in.
    const RoleArn = 'arn:aws:iam::000000000000:role/forward';
    await aws('PutTargets', { Rule: 'forward', Targets: [{ Id: 'b', Arn: EventBusArn, RoleArn }] });
    await put('s', { by: 'arn' }, { EventBusName: EventBusArn });
    await put('s', { by: 'forwarding' });
    await vi.waitFor(() => expect(got).toHaveLength(2));
    await aws('DisableRule', { Name: 'forward' });
    await put('s', { by: 'nothing' });
    await put('s', { by: 'name' }, { EventBusName: 'mine' });
    await vi.waitFor(() => expect(got).toHaveLength(3));
    expect(got.map(({ payload }) => JSON.parse(payload).detail.by)).toEqual(['arn', 'forwarding', 'name']);
  });

  it('lets a test lose, repeat and reorder events', async () => {
    const { part, rule, got } = await cloud();
    await rule({ InputPath: '$.detail.n' }, { EventPattern: '{"source":["aws.ecr"]}' });
    const stop = part.intercept((event) => {
      const n = Number(event.detail.n);
      if (n === 1) return [];
      return Array.from({ length: n }, () => ({ event, seconds: n === 2 ? 20 : 0 }));
    });
    for (const n of [1, 2, 3])
      part.events.put({ source: 'aws.ecr', detailType: 'T', resources: [], detail: { n } });
    await vi.waitFor(() => expect(got.map(({ payload }) => payload)).toEqual(['3', '3', '3', '2', '2']));
    stop();
    part.events.put({ source: 'aws.ecr', detailType: 'T', resources: [], detail: { n: 1 } });
    await vi.waitFor(() => expect(got).toHaveLength(6));
  });

  it('sends a scheduled event at its rate', async () => {
    const { rule, got } = await cloud(10_000);
    await rule({}, { ScheduleExpression: 'rate(1 minute)' });
    await vi.waitFor(() => expect(got.length).toBeGreaterThan(1));
    expect(JSON.parse(got[0]?.payload ?? '')).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
    });
  });

  it('comes and goes with a stack', async () => {
    const { part, aws, put, got } = await cloud();
    const request = { stackName: 's', logicalId: 'R', generatedName: 's-R-1' };
    const provider = part.resources?.['AWS::Events::Rule'];
    const properties = { EventPattern: { source: ['s'] }, Targets: [{ Id: 'x', Arn: fn }] };
    const resource = await provider?.create({ ...request, properties });
    expect(resource).toEqual({
      id: 's-R-1',
      attributes: { Arn: 'arn:aws:events:us-east-1:000000000000:rule/s-R-1' },
    });
    await put('s');
    await vi.waitFor(() => expect(got).toHaveLength(1));
    if (resource) await provider?.delete({ ...request, properties, resource });
    expect((await aws('ListRules', {})).Rules).toEqual([]);
    const bad = { ...properties, Targets: [{ Id: 'x', Arn: 'arn:aws:sns:us-east-1:000000000000:t' }] };
    await expect(provider?.create({ ...request, properties: bad })).rejects.toThrow(
      /does not deliver events to/,
    );
    expect((await aws('ListRules', {})).Rules).toEqual([]);
  });
});
