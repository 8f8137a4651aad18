import { request as httpRequest } from 'node:http';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  GetAliasCommand,
  GetDurableExecutionCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Cloud, startCloud } from '../../../local/cloud.ts';

const WAITING = { timeout: 60_000, interval: 20 };
const BUCKET = 'artifacts';
/** A minute of AWS's time takes 600 ms. */
const PACE = 100;

let cloud: Cloud;
let lambda: LambdaClient;
let cloudformation: CloudFormationClient;
let s3: S3Client;
let sqs: SQSClient;

beforeAll(async () => {
  cloud = await startCloud({ pace: PACE, engine: 'process' });
  const config = {
    endpoint: cloud.account.endpoint,
    region: cloud.account.region,
    credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  lambda = new LambdaClient(config);
  cloudformation = new CloudFormationClient(config);
  s3 = new S3Client({ ...config, forcePathStyle: true });
  sqs = new SQSClient(config);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(async () => {
  for (const client of [lambda, cloudformation, s3, sqs]) client.destroy();
  await cloud.close();
  expect(cloud.gateway.violations).toEqual([]);
});

/** One durable function that waits and then says what release it is, and what an HTTP API calls. */
async function upload(release: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { withDurableExecution } from '@aws/durable-execution-sdk-js';
        export const flow = withDurableExecution(async (_, context) => {
          await context.wait('a while', { minutes: 5 });
          return context.step('say', async () => '${release}');
        });
        export const web = async ({ rawPath }) => {
          if (rawPath === undefined) throw new Error('no request');
          return { statusCode: 200, body: '${release} ' + rawPath };
        };`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
  });
  const zip = zipSync({ 'dist/all.mjs': strToU8(outputFiles[0]?.text ?? '') });
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${release}.zip`, Body: zip }));
}

/** As osls writes it: the version's logical id changes with the code. */
function template(release: string, { allowed = true } = {}): string {
  const code = { Code: { S3Bucket: BUCKET, S3Key: `${release}.zip` }, Runtime: 'nodejs24.x' };
  const role = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const allow = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
  return JSON.stringify({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            {
              PolicyName: 'durable',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  allow('lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'),
                  allow('sqs:SendMessage'),
                ],
              },
            },
          ],
        },
      },
      Flow: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          ...code,
          FunctionName: 'flow',
          Handler: 'dist/all.flow',
          Role: role,
          Timeout: '30',
          DurableConfig: { ExecutionTimeout: 86400, RetentionPeriodInDays: 7 },
        },
      },
      [`FlowVersion${release}`]: {
        Type: 'AWS::Lambda::Version',
        DeletionPolicy: 'Retain',
        Properties: { FunctionName: { Ref: 'Flow' } },
      },
      FlowAlias: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'Flow' },
          FunctionVersion: { 'Fn::GetAtt': [`FlowVersion${release}`, 'Version'] },
          Name: 'durable',
        },
      },
      Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      Web: {
        Type: 'AWS::Lambda::Function',
        Properties: { ...code, FunctionName: 'web', Handler: 'dist/all.web', Role: role, MemorySize: 256 },
      },
      WebInvokeConfig: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Web' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
        },
      },
      ...(allowed
        ? {
            Permission: {
              Type: 'AWS::Lambda::Permission',
              Properties: {
                FunctionName: { 'Fn::GetAtt': ['Web', 'Arn'] },
                Action: 'lambda:InvokeFunction',
                Principal: 'apigateway.amazonaws.com',
                SourceArn: {
                  'Fn::Sub': 'arn:aws:execute-api:$' + '{AWS::Region}:$' + '{AWS::AccountId}:$' + '{Api}/*',
                },
              },
            },
          }
        : {}),
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { 'Fn::GetAtt': ['Web', 'Arn'] },
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: 'GET /{name}',
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        },
      },
    },
    Outputs: { Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
  });
}

const waiter = () => ({ client: cloudformation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 });
const stack = (TemplateBody: string) => ({
  StackName: 'app',
  TemplateBody,
  Capabilities: ['CAPABILITY_IAM' as const],
});

async function update(body: string): Promise<void> {
  await cloudformation.send(new UpdateStackCommand(stack(body)));
  await waitUntilStackUpdateComplete(waiter(), { StackName: 'app' });
}

/** Node's resolver does not know `*.localhost`. */
async function get(path: string): Promise<string> {
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'app' }));
  const { host, port } = new URL(Stacks?.[0]?.Outputs?.[0]?.OutputValue ?? '');
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(`${response.statusCode} ${text}`));
    })
      .on('error', reject)
      .end();
  });
}

async function startFlow(): Promise<string> {
  const { DurableExecutionArn = '' } = await lambda.send(
    new InvokeCommand({ FunctionName: 'flow:durable', InvocationType: 'Event', Payload: '{}' }),
  );
  return DurableExecutionArn;
}

const resultOf = (DurableExecutionArn: string) =>
  vi.waitFor(async () => {
    const { Status, Result, Version } = await lambda.send(
      new GetDurableExecutionCommand({ DurableExecutionArn }),
    );
    expect(Status).not.toBe('RUNNING');
    return [Status, Result, Version];
  }, WAITING);

it('runs what a stack deploys, and lets an execution end on the version that it began on', async () => {
  await upload('one');
  await cloudformation.send(new CreateStackCommand(stack(template('one'))));
  await waitUntilStackCreateComplete(waiter(), { StackName: 'app' });
  expect(await get('/hello')).toBe('200 one /hello');
  const before = await startFlow();

  await upload('two');
  await update(template('two'));
  expect(await get('/hello')).toBe('200 two /hello');
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: 'flow', Name: 'durable' }));
  expect(alias.FunctionVersion).toBe('2');
  const after = await startFlow();
  expect(await resultOf(before)).toEqual(['SUCCEEDED', '"one"', '1']);
  expect(await resultOf(after)).toEqual(['SUCCEEDED', '"two"', '2']);
  // The version is retained, as the template says.
  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'flow' }));
  expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
});

it('tries an event that a function fails on again, then sends it to the destination', async () => {
  await lambda.send(new InvokeCommand({ FunctionName: 'web', InvocationType: 'Event', Payload: '{"a":1}' }));
  const QueueUrl = `${cloud.account.endpoint}/${cloud.account.id}/dead`;
  const body = await vi.waitFor(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toHaveLength(1);
    return Messages[0]?.Body ?? '';
  }, WAITING);
  expect(JSON.parse(body)).toMatchObject({
    requestContext: {
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:web:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 2,
    },
    requestPayload: { a: 1 },
    responseContext: { statusCode: 200, functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'no request' },
  });
});

it('lets an API invoke a function only where the function permits it', async () => {
  await update(template('two', { allowed: false }));
  expect(await get('/hello')).toBe('500 {"message":"Internal Server Error"}');
});
