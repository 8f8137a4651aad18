import {
  GetDurableExecutionCommand,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, expect, it, vi } from 'vitest';
import { localLambda, WAITING } from './local-lambda.ts';

const DAY = 86_400;

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function heldCloud() {
  const local = await localLambda();
  ending.push(local.close);
  local.clock.hold();
  return local;
}

async function askForApproval() {
  const local = await heldCloud();
  await local.create(
    'approval',
    { file: 'approval.ts' },
    { DurableConfig: { ExecutionTimeout: 30 * DAY, RetentionPeriodInDays: 1 }, Timeout: 30 },
  );
  const trail = await local.trail();
  const { DurableExecutionArn } = await local.invoke(
    'approval:$LATEST',
    { trail: trail.path },
    { InvocationType: 'Event' },
  );
  const CallbackId = await trail.line('callback ');
  await local.clock.settled();
  const execution = async () => local.client.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
  return { local, CallbackId, execution };
}

it('waits two days for an approval that may take three, in no time', async () => {
  const { local, CallbackId, execution } = await askForApproval();
  await local.clock.move(2 * DAY);
  expect((await execution()).Status).toBe('RUNNING');
  const Result = Buffer.from('"approved"');
  await local.client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result }));
  await local.clock.settled();
  const { Status, Result: result, StartTimestamp, EndTimestamp } = await execution();
  expect(Status).toBe('SUCCEEDED');
  expect(JSON.parse(result ?? '')).toEqual({ answer: '"approved"', days: 2 });
  expect(Number(EndTimestamp) - Number(StartTimestamp)).toBeGreaterThanOrEqual(2 * DAY * 1000);
});

it('gives an approval up after three days, not before', async () => {
  const { local, CallbackId, execution } = await askForApproval();
  await local.clock.move(3 * DAY - 1);
  expect((await execution()).Status).toBe('RUNNING');
  await local.clock.move(1);
  const { Status, Result } = await execution();
  expect(Status).toBe('SUCCEEDED');
  expect(JSON.parse(Result ?? '')).toEqual({ answer: 'nobody answered', days: 3 });
  await expect(
    local.client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId })),
  ).rejects.toMatchObject({ name: 'CallbackTimeoutException' });
});

it("moves a function's time, also where one runs at that moment, and leaves it as it is before", async () => {
  const local = await heldCloud();
  const source = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    const RealDate = Date;
    export const handler = async ({ trail, until }, context) => {
      const before = Date.now();
      if (trail) appendFileSync(trail, 'began\\n');
      while (until && Date.now() - before < until) await sleep(5);
      return {
        isUntouched: Date === RealDate,
        now: Date.now(),
        date: new Date().getTime(),
        written: Date.parse(Date()),
        given: new Date(0).toISOString(),
        isDate: new RealDate() instanceof Date && new Date().constructor === Date,
        left: context.getRemainingTimeInMillis(),
      };
    };`;
  await local.create('watch', { source }, { Timeout: 60 });
  expect((await local.invoke('watch')).value).toMatchObject({ isUntouched: true, isDate: true });

  const trail = await local.trail();
  const running = local.invoke('watch', { trail: trail.path, until: DAY * 1000 });
  await trail.line('began');
  const before = Date.now();
  await local.clock.move(DAY);
  const { value } = await running;
  const moved = value as Record<'now' | 'date' | 'written' | 'left', number>;
  expect(value).toMatchObject({ isUntouched: false, isDate: true, given: '1970-01-01T00:00:00.000Z' });
  for (const time of [moved.now, moved.date]) {
    expect(time - DAY * 1000).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(local.clock.now());
  }
  expect(moved.written).toBe(Math.floor(moved.date / 1000) * 1000);
  // What the process may still take is real time.
  expect(moved.left).toBeGreaterThan(0);
  expect(moved.left).toBeLessThanOrEqual(60_000);

  // A process that starts after the move, too.
  await local.create('another', { source });
  const another = (await local.invoke('another')).value as { now: number };
  expect(another.now - DAY * 1000).toBeGreaterThanOrEqual(before);
});

it('takes the calls of a function whose time was moved, each once', async () => {
  const local = await heldCloud();
  const source = `
    export const handler = async () => ({ status: (await call()).status, date: (await call()).headers.get('date') });
    const call = () => fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: {
        'x-amz-date': new Date().toISOString().replace(/[-:]|\\.\\d+/g, ''),
        'x-amz-target': 'AmazonSQS.ListQueues',
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-security-token': process.env.AWS_SESSION_TOKEN,
        authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID +
          '/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=none',
      },
      body: '{}',
    });`;
  await local.create('calls', { source });
  await local.clock.move(400 * DAY);
  const { value } = await local.invoke('calls');
  const { status, date } = value as { status: number; date: string };
  expect(status).toBe(200);
  // An SDK takes an answer of another date for an error of its clock, and repeats calls that were refused.
  expect(Math.abs(Date.parse(date) - local.clock.now())).toBeLessThan(60_000);
});

it('tries an event again after a minute and after two more', async () => {
  const local = await heldCloud();
  await local.create('fails', { source: `export const handler = async () => { throw new Error('no'); };` });
  const tries: string[] = [];
  local.lambda.onInvocation(({ requestId }) => tries.push(requestId));
  await local.invoke('fails', {}, { InvocationType: 'Event' });
  await vi.waitFor(() => expect(tries).toHaveLength(1), WAITING);
  await local.clock.settled();
  await local.clock.move(59);
  expect(tries).toHaveLength(1);
  await local.clock.move(1);
  expect(tries).toHaveLength(2);
  await local.clock.move(120);
  expect(tries).toHaveLength(3);
  await local.clock.move(DAY);
  expect(tries).toHaveLength(3);
});
