import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  InvokeCommand,
  LambdaClient,
  ListDurableExecutionsByFunctionCommand,
  PublishVersionCommand,
  SendDurableExecutionCallbackSuccessCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { functions } from './made/functions.ts';
import { logGroupOf, logGroups } from './made/log-groups.ts';
import { parameters } from './made/parameters.ts';
import { makeRole } from './role.ts';
import { type ConformanceTarget, openTarget } from './target.ts';

let target: ConformanceTarget;
let client: LambdaClient;
let role: string;
let parameter: string;

beforeAll(async () => {
  target = await openTarget();
  client = new LambdaClient({});
  parameter = `/${target.name('allowed')}`;
  const ssm = new SSMClient({});
  target.undo(parameters, parameter);
  const Tags = target.tags.pascal;
  await ssm.send(new PutParameterCommand({ Name: parameter, Value: 'open', Type: 'String', Tags }));
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameter }));
  role = await makeRole(target, 'function', 'lambda.amazonaws.com', {
    statements: [
      // AWS's own policy lets Lambda make the group too: lines that come late would make it again after the end.
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${target.region}:${target.account}:log-group:${logGroupOf(target.name('*'))}`,
      },
      { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: Parameter?.ARN },
      {
        Effect: 'Allow',
        Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
        Resource: '*',
      },
    ],
  });
});
afterAll(() => target?.close());

async function make(
  what: string,
  source: string,
  more: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const FunctionName = target.name(what);
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    ...{ bundle: true, write: false, format: 'esm', platform: 'node', target: 'node24', minify: true },
    // Bundled CommonJS asks for Node's own modules by it.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const ZipFile = zipSync({ 'index.mjs': outputFiles[0]?.contents ?? new Uint8Array() });
  const input: CreateFunctionCommandInput = {
    ...{ FunctionName, Role: role, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile } },
    ...{ Timeout: 20, MemorySize: 512, Tags: target.tags.record, ...more },
  };
  const logGroupName = logGroupOf(FunctionName);
  target.undo(logGroups, logGroupName);
  await new CloudWatchLogsClient({}).send(
    new CreateLogGroupCommand({ logGroupName, tags: target.tags.record }),
  );
  target.undo(functions, FunctionName);
  // A role that was just made is not known everywhere at once.
  await target.until(
    'a role that Lambda can assume',
    () => client.send(new CreateFunctionCommand(input)).then(() => true, refusedForRole),
    Boolean,
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 300 }, { FunctionName });
  return FunctionName;
}

function refusedForRole(error: Error): false {
  if (error.name === 'InvalidParameterValueException' && /assume/.test(error.message)) return false;
  throw error;
}

async function invoke(FunctionName: string, payload: object, Qualifier?: string) {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName, Qualifier, Payload: JSON.stringify(payload) }),
  );
  return { FunctionError, answer: JSON.parse(Payload?.transformToString() || 'null') };
}

it('answers with what the handler returns, and tells what it throws as a function error', async () => {
  const name = await make(
    'thrower',
    'export const handler = async ({ fail }) => { if (fail) throw new TypeError("asked to"); return { ok: true }; };',
  );
  expect(await invoke(name, {})).toEqual({ FunctionError: undefined, answer: { ok: true } });
  expect(await invoke(name, { fail: true })).toMatchObject({
    FunctionError: 'Unhandled',
    answer: { errorType: 'TypeError', errorMessage: 'asked to' },
  });
});

it('is refused what its role does not allow, in words that name the role and the action', async () => {
  const name = await make(
    'reader',
    `import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
     export const handler = async ({ Name }) => {
       try { return (await new SSMClient({}).send(new GetParameterCommand({ Name }))).Parameter.Value; }
       catch (error) { return { name: error.name, message: error.message }; }
     };`,
  );
  await target.until(
    'the policy',
    () => invoke(name, { Name: parameter }),
    ({ answer }) => answer === 'open',
  );
  const { answer } = await invoke(name, { Name: '/not/allowed' });
  expect(answer.name).toBe('AccessDeniedException');
  expect(answer.message).toContain(`:assumed-role/${target.name('function')}/`);
  expect(answer.message).toContain(
    'is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:',
  );
  expect(answer.message).toContain('because no identity-based policy allows the ssm:GetParameter action');
});

it('runs a durable function to its end: a step once, a wait by callback, one execution per name', async () => {
  const name = await make(
    'durable',
    `import { withDurableExecution } from '@aws/durable-execution-sdk-js';
     export const handler = withDurableExecution(async (event, context) => {
       const first = await context.step('first', async () => 'done for ' + event.who);
       const [answered] = await context.createCallback('approval', { timeout: { minutes: 10 } });
       return { first, approval: await answered };
     });`,
    { DurableConfig: { ExecutionTimeout: 3600, RetentionPeriodInDays: 1 } },
  );
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName: name }));
  const start = () =>
    client.send(
      new InvokeCommand({
        ...{ FunctionName: name, Qualifier: Version, InvocationType: 'Event' },
        ...{ DurableExecutionName: 'once', Payload: JSON.stringify({ who: 'you' }) },
      }),
    );
  const first = await start();
  const second = await start();
  expect(second.DurableExecutionArn).toBe(first.DurableExecutionArn);
  const DurableExecutionArn = first.DurableExecutionArn ?? '';
  const { Events } = await historyWithCallback(DurableExecutionArn);
  const CallbackId = Events?.find((event) => event.CallbackStartedDetails)?.CallbackStartedDetails
    ?.CallbackId;
  await client.send(
    new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from('"yes"') }),
  );
  const ended = await target.until(
    'the end of the execution',
    () => client.send(new GetDurableExecutionCommand({ DurableExecutionArn })),
    ({ Status }) => Status !== 'RUNNING',
  );
  expect(ended.Status).toBe('SUCCEEDED');
  expect(JSON.parse(ended.Result ?? '')).toEqual({ first: 'done for you', approval: '"yes"' });
  const { DurableExecutions = [] } = await client.send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName: name, Qualifier: Version }),
  );
  expect(DurableExecutions).toHaveLength(1);
});

async function historyWithCallback(DurableExecutionArn: string) {
  return target.until(
    'the callback',
    () => client.send(new GetDurableExecutionHistoryCommand({ DurableExecutionArn })),
    ({ Events = [] }) => Events.some((event) => event.CallbackStartedDetails),
  );
}
