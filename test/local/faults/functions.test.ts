import { writeFile } from 'node:fs/promises';
import { GetDurableExecutionCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, it } from 'vitest';
import { FunctionFaults } from '../../../local/faults/functions/function-faults.ts';
import { Faults } from '../../../local/faults/index.ts';
import { localLambda, WAITING } from '../lambda/local-lambda.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const DURABLE = { DurableConfig: { ExecutionTimeout: 600, RetentionPeriodInDays: 1 }, Timeout: 60 };
/** Calls AWS twice. */
const CALLS_TWICE = `
import http from 'node:http';
const call = () => new Promise((resolve, reject) => http.get(process.env.AWS_ENDPOINT_URL + '/2015-03-31/functions', {
  headers: {
    authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/lambda/aws4_request, x',
    'x-amz-security-token': process.env.AWS_SESSION_TOKEN,
  },
}, (response) => response.resume().on('end', () => resolve(response.statusCode))).on('error', reject));
export const handler = async () => [await call(), await call()];`;

async function faultyLambda() {
  const local = await localLambda();
  ending.push(() => local.close());
  const faults = new Faults();
  local.gateway.intercept(new FunctionFaults(faults, local.lambda));
  return { ...local, faults };
}

it('a function is killed at its n-th call, once', async () => {
  const local = await faultyLambda();
  await local.create('calls', { source: CALLS_TWICE });
  await local.create('other', { source: CALLS_TWICE });
  const calls: string[] = [];
  local.gateway.onCall(({ operation, error }) => {
    if (operation === 'ListFunctions') calls.push(error ?? 'answered');
  });
  local.faults.add({ kind: 'crash-function', function: 'calls', atCall: 2 });
  expect((await local.invoke('other')).value).toEqual([200, 200]);
  expect((await local.invoke('calls')).value).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect((await local.invoke('calls')).value).toEqual([200, 200]);
  expect(calls).toEqual(['answered', 'answered', 'answered', 'ConnectionCut', 'answered', 'answered']);
  expect(local.faults.list()[0]).toMatchObject({ met: 4, struck: 1 });
});

it('a function is killed at an operation after its effect, as often as asked for', async () => {
  const local = await faultyLambda();
  await local.create('calls', { source: CALLS_TWICE });
  const calls: string[] = [];
  local.gateway.onCall(({ operation, error }) => {
    if (operation === 'ListFunctions') calls.push(error ?? 'answered');
  });
  local.faults.add({
    kind: 'crash-function',
    function: 'calls',
    operation: 'ListFunctions',
    when: 'after',
    times: 2,
  });
  for (const _ of [1, 2])
    expect((await local.invoke('calls')).value).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect((await local.invoke('calls')).value).toEqual([200, 200]);
  expect(calls).toEqual(['answered', 'answered', 'answered', 'answered']);
});

it('a function is killed when it is invoked', async () => {
  const local = await faultyLambda();
  await local.create('idle', { source: 'export const handler = async () => "done";' });
  local.faults.add({ kind: 'crash-function', function: 'idle', atInvocation: 2 });
  expect((await local.invoke('idle')).value).toBe('done');
  expect((await local.invoke('idle')).value).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect((await local.invoke('idle')).value).toBe('done');
});

it('a durable function is killed before its checkpoint, whose effect is then made again', async () => {
  const local = await faultyLambda();
  await local.create('story', { file: 'crashes.ts' }, DURABLE);
  const trail = await local.trail();
  local.faults.add({ kind: 'crash-function', function: 'story', beforeCheckpoint: 2 });
  await writeFile(`${trail.path}.go`, '');
  const { DurableExecutionArn } = await local.invoke(
    'story:$LATEST',
    { trail: trail.path },
    { InvocationType: 'Event' },
  );
  await expect
    .poll(
      async () => (await local.client.send(new GetDurableExecutionCommand({ DurableExecutionArn }))).Status,
      WAITING,
    )
    .toBe('SUCCEEDED');
  expect(local.faults.list()[0]).toMatchObject({ struck: 1 });
  const lines = await trail.lines();
  expect(new Set(lines)).toEqual(new Set(['first', 'second', 'third']));
  expect(lines.length).toBeGreaterThan(3);
});
