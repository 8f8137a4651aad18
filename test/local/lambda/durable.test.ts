import { writeFile } from 'node:fs/promises';
import {
  type Event,
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  ListDurableExecutionsByFunctionCommand,
  SendDurableExecutionCallbackHeartbeatCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, expect, it, vi } from 'vitest';
import { ConnectionCut } from '../../../local/gateway/interceptor.ts';
import { localLambda, ROLE, WAITING } from './local-lambda.ts';

type Local = Awaited<ReturnType<typeof localLambda>>;

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** A minute of AWS's time takes 600 ms. */
async function cloud(options: Parameters<typeof localLambda>[0] = {}): Promise<Local> {
  const local = await localLambda({ pace: 100, ...options });
  ending.push(local.close);
  return local;
}

const DURABLE = { DurableConfig: { ExecutionTimeout: 86_400, RetentionPeriodInDays: 1 }, Timeout: 30 };

async function ended({ client }: Local, arn: string | undefined) {
  return vi.waitFor(async () => {
    const execution = await client.send(new GetDurableExecutionCommand({ DurableExecutionArn: arn }));
    expect(execution.Status).not.toBe('RUNNING');
    return execution;
  }, WAITING);
}

async function history({ client }: Local, arn: string | undefined): Promise<Event[]> {
  const { Events = [] } = await client.send(
    new GetDurableExecutionHistoryCommand({ DurableExecutionArn: arn, MaxItems: 1000 }),
  );
  return Events;
}

async function invocations(local: Local, arn: string | undefined) {
  const events = await history(local, arn);
  return events.flatMap(({ InvocationCompletedDetails: details }) => details ?? []);
}

const start = (local: Local, name: string, payload: unknown, DurableExecutionName?: string) =>
  local.invoke(`${name}:$LATEST`, payload, {
    InvocationType: 'Event',
    ...(DurableExecutionName ? { DurableExecutionName } : {}),
  });

const PLAIN = `export const handler = async ({ add = [], fail }) => {
  if (fail) throw new RangeError(fail);
  return { sum: add.reduce((sum, number) => sum + number, 0) };
};`;

it('runs steps, retries, waits, callbacks, children and other functions to the end', async () => {
  const local = await cloud();
  await local.create('story', { file: 'story.ts' }, DURABLE);
  await local.create('nested', { file: 'nested.ts' }, DURABLE);
  await local.create('plain', { source: PLAIN });
  const trail = await local.trail();
  const { DurableExecutionArn } = await start(local, 'story', { trail: trail.path });
  const CallbackId = await trail.line('callback ');
  await local.client.send(
    new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from('"yes"') }),
  );
  await expect(
    local.client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId })),
  ).rejects.toMatchObject({ name: 'CallbackTimeoutException' });
  const silent = await trail.line('silent ');
  await local.client.send(new SendDurableExecutionCallbackHeartbeatCommand({ CallbackId: silent }));

  const execution = await ended(local, DurableExecutionArn);

  expect(JSON.parse(execution.Result ?? 'null')).toEqual({
    one: 1,
    tries: 3,
    answer: '"yes"',
    late: 'timed out',
    silent: 'Callback timed out on heartbeat',
    doubled: [2, 4, 6],
    chained: { sum: 3 },
    refused: 'no luck',
    nested: 'nested end',
  });
  const lines = await trail.lines();
  const ran = lines.filter((line) => /^(one|flaky)/.test(line));
  expect(ran).toEqual(['one', 'flaky 1', 'flaky 2', 'flaky 3']);
  const events = (await history(local, DurableExecutionArn)).map(({ EventType, Name }) =>
    Name ? `${EventType} ${Name}` : EventType,
  );
  expect(events.filter((event) => /pause|flaky|sum|Execution/.test(event ?? ''))).toEqual([
    'ExecutionStarted',
    'StepStarted flaky',
    'StepFailed flaky',
    'StepStarted flaky',
    'StepFailed flaky',
    'StepStarted flaky',
    'StepSucceeded flaky',
    'WaitStarted pause',
    'WaitSucceeded pause',
    'ChainedInvokeStarted sum',
    'ChainedInvokeSucceeded sum',
    'ExecutionSucceeded',
  ]);
});

it('goes on where it was when its process is killed', async () => {
  const local = await cloud();
  await local.create('crashes', { file: 'crashes.ts' }, DURABLE);
  const trail = await local.trail();
  const pids: number[] = [];
  local.lambda.onInvocation(({ pid }) => pids.push(pid));
  const { DurableExecutionArn } = await start(local, 'crashes', { trail: trail.path });
  await trail.line('second');
  expect(local.lambda.processes()).toEqual([{ functionName: 'crashes', pid: pids[0] }]);
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(pids).toHaveLength(2), WAITING);
  await writeFile(`${trail.path}.go`, '');

  const execution = await ended(local, DurableExecutionArn);

  expect(execution.Result).toBe('["first","second","third"]');
  expect(await trail.lines()).toEqual(['first', 'second', 'second', 'third']);
  const [failed] = await invocations(local, DurableExecutionArn);
  expect(failed?.Error?.Payload?.ErrorType).toBe('Runtime.ExitError');
});

it('applies a checkpoint once, though its answer was lost', async () => {
  const local = await cloud();
  await local.create('nested', { file: 'nested.ts' }, DURABLE);
  let lost = 0;
  local.gateway.intercept({
    after({ operation }) {
      if (operation === 'CheckpointDurableExecution' && lost++ < 1) throw new ConnectionCut();
    },
  });
  const { DurableExecutionArn } = await start(local, 'nested', {});

  expect((await ended(local, DurableExecutionArn)).Status).toBe('SUCCEEDED');

  expect(lost).toBeGreaterThan(1);
  const failed = (await invocations(local, DurableExecutionArn)).filter(({ Error: error }) => error?.Payload);
  expect(failed).toEqual([]);
});

it('starts one execution a name', async () => {
  const local = await cloud();
  await local.create('nested', { file: 'nested.ts' }, DURABLE);
  const first = await start(local, 'nested', { for: 1 }, 'one');
  const again = await start(local, 'nested', { for: 1 }, 'one');
  expect(again.DurableExecutionArn).toBe(first.DurableExecutionArn);
  await expect(start(local, 'nested', { for: 2 }, 'one')).rejects.toMatchObject({
    name: 'DurableExecutionAlreadyStartedException',
  });
  await expect(local.invoke('nested', {}, { InvocationType: 'Event' })).rejects.toThrow(
    'You cannot invoke a durable function using an unqualified ARN.',
  );
  await ended(local, first.DurableExecutionArn);
  const { DurableExecutions } = await local.client.send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName: 'nested', Statuses: ['SUCCEEDED'] }),
  );
  expect(DurableExecutions).toHaveLength(1);
});

it('reads a large state in pages and keeps a large result', async () => {
  const local = await cloud();
  await local.create('large', { file: 'large.ts' }, { ...DURABLE, MemorySize: 512 });
  const trail = await local.trail();
  const resultBytes = 6 * 1024 * 1024 - 100;
  const { DurableExecutionArn } = await start(local, 'large', { trail: trail.path, resultBytes });

  const execution = await ended(local, DurableExecutionArn);

  expect(execution.Error).toBeUndefined();
  expect(JSON.parse(execution.Result ?? 'null')).toMatchObject({ sum: (1200 * 1199) / 2 });
  expect(await trail.lines()).toHaveLength(1200);
});

it('ends an execution that takes too long, is stopped, or does not answer as it should', async () => {
  const local = await cloud();
  const waits = `export const handler = async () => ({ Status: 'PENDING' });`;
  const broken = `export const handler = async () => { throw new Error('broken'); };`;
  const short = { DurableConfig: { ExecutionTimeout: 50 }, Timeout: 3 };
  await local.create('fails', { source: broken }, short);
  const letters = await local.queue('letters');
  await local.create(
    'plain',
    { source: PLAIN },
    { ...DURABLE, DeadLetterConfig: { TargetArn: letters.arn } },
  );
  await local.create('waits', { source: waits }, DURABLE);
  await local.create('story', { file: 'story.ts' }, DURABLE);
  const trail = await local.trail();
  const status = async (name: string) => {
    const execution = await ended(local, (await start(local, name, {})).DurableExecutionArn);
    return [execution.Status, execution.Error?.ErrorMessage];
  };
  expect(await status('fails')).toEqual(['TIMED_OUT', 'The durable execution timed out.']);
  expect(await status('plain')).toEqual([
    'FAILED',
    'The function did not return a durable execution output.',
  ]);
  expect(await letters.message()).toEqual({});
  expect(await status('waits')).toEqual([
    'FAILED',
    'Cannot return PENDING status with no pending operations.',
  ]);
  const { DurableExecutionArn } = await start(local, 'story', { trail: trail.path });
  await trail.line('callback ');
  await local.client.send(new StopDurableExecutionCommand({ DurableExecutionArn }));
  expect((await ended(local, DurableExecutionArn)).Status).toBe('STOPPED');
});

it('waits for a durable function that is invoked synchronously', async () => {
  const local = await cloud();
  await local.create(
    'nested',
    { file: 'nested.ts' },
    { ...DURABLE, DurableConfig: { ExecutionTimeout: 900 } },
  );
  await local.create('slow', { file: 'nested.ts' }, DURABLE);
  expect((await local.invoke('nested:$LATEST')).value).toBe('nested end');
  await expect(local.invoke('slow:$LATEST')).rejects.toThrow('greater than 15 minutes');
});

it('invokes another function only where the role allows it', async () => {
  const asked: string[] = [];
  const local = await cloud({
    refuses({ roleArn }, action, resource) {
      if (action.startsWith('logs:')) return undefined;
      asked.push(`${roleArn} ${action} ${resource}`);
      return `the role is not authorized to perform: ${action}`;
    },
  });
  await local.create('chains', { file: 'chains.ts' }, DURABLE);
  const execution = await ended(local, (await start(local, 'chains', { to: 'chains' })).DurableExecutionArn);
  expect(asked).toEqual([
    `${ROLE} lambda:InvokeFunction arn:aws:lambda:us-east-1:000000000000:function:chains`,
  ]);
  expect(execution.Status).toBe('FAILED');
  expect(execution.Error?.ErrorMessage).toMatch(/is not authorized to perform: lambda:InvokeFunction/);
});
