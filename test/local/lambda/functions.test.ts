import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, expect, it, vi } from 'vitest';
import { localLambda, WAITING, zipOf } from './local-lambda.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function cloud(options: Parameters<typeof localLambda>[0] = {}) {
  const local = await localLambda(options);
  ending.push(local.close);
  return local;
}

it('runs a function in a process of its own, with its own environment and log', async () => {
  const local = await cloud();
  const source = `
    let count = 0;
    export const handler = async (event, context) => {
      console.log('got', event);
      return { count: ++count, pid: process.pid, environment: process.env, left: context.getRemainingTimeInMillis() };
    };`;
  await local.create('echo', { source }, { Environment: { Variables: { OWN: 'value' } }, Timeout: 5 });
  const first = (await local.invoke('echo', { a: 1 })).value as Answer;
  const second = await local.invoke('echo', { a: 2 }, { LogType: 'Tail' });

  expect(second.value).toMatchObject({ count: 2, pid: first.pid });
  expect(first.pid).not.toBe(process.pid);
  expect(first.left).toBeLessThanOrEqual(5000);
  expect(Object.keys(first.environment).sort()).toEqual(
    `AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_MEMORY_SIZE
    AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME
    AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN HOME
    LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT LANG OWN PATH TZ _HANDLER _X_AMZN_TRACE_ID`.split(/\s+/),
  );
  const lines = Buffer.from(second.LogResult ?? '', 'base64')
    .toString()
    .split('\n');
  expect(lines[0]).toMatch(/^START RequestId: [\w-]+ Version: \$LATEST$/);
  expect(lines[1]).toMatch(/^\S+Z\t[\w-]+\tINFO\tgot { a: 2 }$/);
  expect(lines[2]).toMatch(/^END RequestId: [\w-]+$/);
  expect(lines[3]).toMatch(
    /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\t.*Memory Size: 256 MB\tMax Memory Used: /,
  );
});

interface Answer {
  readonly pid: number;
  readonly left: number;
  readonly environment: Readonly<Record<string, string>>;
}

it('tells how a function failed, and starts the next one afresh', async () => {
  const local = await cloud();
  const source = `export const handler = async ({ how }) => {
    if (how === 'throw') throw new RangeError('too much');
    if (how === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (how === 'exit') process.exit(3);
    if (how === 'kill') process.kill(process.pid, 'SIGKILL');
    return how;
  };`;
  await local.create('fails', { source }, { Timeout: 1 });
  const failure = async (how: string) => {
    const { FunctionError, value } = await local.invoke('fails', { how });
    return { FunctionError, ...(value as object) };
  };
  expect(await failure('throw')).toMatchObject({
    FunctionError: 'Unhandled',
    errorType: 'RangeError',
    errorMessage: 'too much',
  });
  expect(await failure('hang')).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
  });
  expect(await failure('exit')).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/Runtime exited with error: exit status 3$/),
  });
  expect(await failure('kill')).toMatchObject({ errorMessage: expect.stringMatching(/signal: killed$/) });
  expect((await local.invoke('fails', { how: 'well' })).value).toBe('well');
});

it.each([
  ['Runtime.ImportModuleError', 'dist/none.handler', 'export const handler = async () => 1;'],
  ['Runtime.HandlerNotFound', 'dist/index.other', 'export const handler = async () => 1;'],
  ['Runtime.UserCodeSyntaxError', 'dist/index.handler', 'export const handler = async ( => 1;'],
  [
    'Runtime.CallbackHandlerDeprecated',
    'dist/index.handler',
    'export const handler = (event, context, done) => done();',
  ],
  ['TypeError', 'dist/index.handler', 'null.x; export const handler = async () => 1;'],
])('answers %s for a function that cannot start', async (errorType, Handler, source) => {
  const local = await cloud();
  await local.create('broken', { source }, { Handler });
  const { FunctionError, value } = await local.invoke('broken');
  expect({ FunctionError, ...(value as object) }).toMatchObject({ FunctionError: 'Unhandled', errorType });
});

it('keeps versions as they were and moves aliases', async () => {
  const local = await cloud();
  const { client } = local;
  await local.create('f', { source: `export const handler = async () => 'one ' + process.env.OWN;` });
  const set = (OWN: string) =>
    client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Environment: { Variables: { OWN } } }),
    );
  await set('a');
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  const again = await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  expect(again.Version).toBe('1');
  const alias = await client.send(
    new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }),
  );
  expect(alias.AliasArn).toBe('arn:aws:lambda:us-east-1:000000000000:function:f:live');
  expect((await local.invoke('f')).value).toBe('one a');
  await set('b');
  await client.send(
    new UpdateFunctionCodeCommand({
      FunctionName: 'f',
      ZipFile: zipOf(`export const handler = async () => 'two ' + process.env.OWN;`),
      Publish: true,
    }),
  );
  expect((await local.invoke('f')).value).toBe('two b');
  expect(await local.invoke('f:live')).toMatchObject({ value: 'one a', ExecutedVersion: '1' });
  expect((await local.invoke('f', {}, { Qualifier: '2' })).value).toBe('two b');
  const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'f' }));
  expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
  await expect(
    client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f', Qualifier: '3' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('describes functions, aliases and what becomes of events', async () => {
  const local = await cloud();
  const { client } = local;
  const letters = await local.queue('letters');
  const vpc = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
  await local.create(
    'f',
    { source: 'export const handler = async () => 1;' },
    { VpcConfig: vpc, Tags: { team: 'a' }, Architectures: ['arm64'], Publish: true },
  );
  await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
  await client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: 'f',
      Qualifier: 'live',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: letters.arn } },
    }),
  );
  const { Configuration, Tags } = await client.send(
    new GetFunctionCommand({ FunctionName: 'f', Qualifier: 'live' }),
  );
  expect(Configuration).toMatchObject({
    FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:live',
    Version: '1',
    Runtime: 'nodejs24.x',
    VpcConfig: vpc,
    State: 'Active',
  });
  expect(Tags).toEqual({ team: 'a' });
  const { Functions } = await client.send(new ListFunctionsCommand({}));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['f']);
  const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName: 'f' }));
  expect(Aliases?.map(({ Name }) => Name)).toEqual(['live']);
  const config = await client.send(
    new GetFunctionEventInvokeConfigCommand({ FunctionName: 'f', Qualifier: 'live' }),
  );
  expect(config).toMatchObject({ MaximumRetryAttempts: 0, FunctionArn: Configuration?.FunctionArn });
  await client.send(new DeleteFunctionCommand({ FunctionName: 'f' }));
  await expect(local.invoke('f')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('throttles beyond the reserved concurrency', async () => {
  const local = await cloud();
  const trail = await local.trail();
  const source = `import { appendFileSync, existsSync } from 'node:fs';
    export const handler = async ({ trail }) => {
      appendFileSync(trail, 'in\\n');
      while (!existsSync(trail + '.go')) await new Promise((resolve) => setTimeout(resolve, 10));
      return 'out';
    };`;
  await local.create('one', { source }, { Timeout: 30 });
  await local.client.send(
    new PutFunctionConcurrencyCommand({ FunctionName: 'one', ReservedConcurrentExecutions: 1 }),
  );
  const first = local.invoke('one', { trail: trail.path });
  await trail.line('in');
  await expect(local.invoke('one', { trail: trail.path })).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  });
  await writeFile(`${trail.path}.go`, '');
  expect((await first).value).toBe('out');
});

it('tries an event three times, then brings it to its destinations', async () => {
  // The pauses of one and two minutes take 100 and 200 ms.
  const local = await cloud({ pace: 600 });
  const trail = await local.trail();
  const failures = await local.queue('failures');
  const letters = await local.queue('letters');
  const source = `import { appendFileSync } from 'node:fs';
    export const handler = async ({ trail }) => {
      appendFileSync(trail, 'tried\\n');
      throw new Error('never');
    };`;
  await local.create('fails', { source }, { DeadLetterConfig: { TargetArn: letters.arn } });
  await local.client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: 'fails',
      DestinationConfig: { OnFailure: { Destination: failures.arn } },
    }),
  );
  const event = { trail: trail.path };
  const { StatusCode } = await local.invoke('fails', event, { InvocationType: 'Event' });
  expect(StatusCode).toBe(202);
  expect(await failures.message()).toMatchObject({
    version: '1.0',
    requestContext: {
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fails:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'never' },
  });
  expect(await letters.message()).toEqual(event);
  expect(await trail.lines()).toEqual(['tried', 'tried', 'tried']);
});

it('takes no destination that the role may not send to', async () => {
  const local = await cloud({ refuses: () => 'no' });
  const letters = await local.queue('letters');
  const source = 'export const handler = async () => 1;';
  await expect(
    local.create('f', { source }, { DeadLetterConfig: { TargetArn: letters.arn } }),
  ).rejects.toThrow("The function's execution role does not have permissions to call SendMessage on SQS");
});

it('tries an event again that met a limit, without counting it', async () => {
  const local = await cloud({ pace: 600 });
  const trail = await local.trail();
  const source = `import { appendFileSync } from 'node:fs';
    export const handler = async ({ trail }) => appendFileSync(trail, 'ran\\n');`;
  await local.create('f', { source });
  const reserve = (ReservedConcurrentExecutions: number) =>
    local.client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions }));
  await reserve(0);
  await local.invoke('f', { trail: trail.path }, { InvocationType: 'Event' });
  await reserve(1);
  await trail.line('ran');
  expect(await trail.lines()).toEqual(['ran']);
});

it('lets a service in by the permission for its resource alone', async () => {
  const local = await cloud();
  await local.create('f', { source: 'export const handler = async () => 1;' });
  await local.client.send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:abc/*/POST/in',
    }),
  );
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const from = (route: string) =>
    local.lambda.functions.invoke(arn, '{}', {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:us-east-1:000000000000:abc/$default/${route}`,
    });
  expect(await from('POST/in')).toEqual({ payload: '1' });
  await expect(from('POST/other')).rejects.toMatchObject({ code: 'AccessDeniedException' });
  const { Policy = '' } = await local.client.send(new GetPolicyCommand({ FunctionName: 'f' }));
  expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Sid: 'api', Resource: arn }] });
});

it('leaves no process behind when the local cloud is killed', async () => {
  const script = `
    import { localLambda } from ${JSON.stringify(new URL('local-lambda.ts', import.meta.url).href)};
    const local = await localLambda();
    await local.create('busy', { source: 'export const handler = () => new Promise(() => setInterval(() => 0, 1000));' }, { Timeout: 900 });
    await local.create('idle', { source: 'export const handler = async () => 1;' });
    await local.invoke('idle');
    local.lambda.onInvocation(() => setImmediate(() => process.stdout.write(JSON.stringify(local.lambda.processes()) + '\\n')));
    void local.invoke('busy');`;
  // What it cannot remove any more is removed here.
  const TMPDIR = await mkdtemp(join(tmpdir(), 'killed-'));
  ending.push(() => rm(TMPDIR, { recursive: true, force: true }));
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const pids = (JSON.parse(output.toString()) as { pid: number }[]).map(({ pid }) => pid);
  expect(pids).toHaveLength(2);
  expect(pids.every(isRunning)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(pids.some(isRunning)).toBe(false), WAITING);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
