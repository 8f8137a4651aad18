import { CodeBuildClient, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ECSClient, ListClustersCommand, paginateListClusters } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { CallFaults } from '../../../local/faults/calls/call-faults.ts';
import type { Fault } from '../../../local/faults/fault.ts';
import { Faults } from '../../../local/faults/index.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import type { AnyOperation, Call } from '../../../local/gateway/service.ts';
import { cutPage } from '../../../local/paging.ts';

const CLUSTERS = ['a', 'b', 'c'].map((name) => `arn:aws:ecs:us-east-1:000000000000:cluster/${name}`);
const role = 'arn:aws:sts::000000000000:assumed-role/slipway-dev-RunRole-1A/run-deployment';

/** How often an operation had its effect, by its name. */
let effects: Record<string, number>;
let faults: Faults;
let clock: Clock;
let endpoint: string;
let close: () => Promise<void>;

/** An operation that counts its effects. */
function counted<Output>(answer: (input: never, call: Call) => Output): AnyOperation {
  return (input: never, call: Call) => {
    effects[call.operation] = (effects[call.operation] ?? 0) + 1;
    return answer(input, call);
  };
}

const listClusters = ({ maxResults = 100, nextToken }: { maxResults?: number; nextToken?: string }) => {
  const { items, next } = cutPage(CLUSTERS, { token: nextToken, size: maxResults }, () => {
    throw new Error('not a token of ours');
  });
  return { clusterArns: items, ...(next === undefined ? {} : { nextToken: next }) };
};

beforeEach(async () => {
  effects = {};
  faults = new Faults();
  clock = new Clock();
  const gateway = await createGateway({
    services: [
      {
        client: 'ecs',
        operations: { ListClusters: counted(listClusters), UpdateService: counted(() => ({})) },
      },
      {
        client: 'dynamodb',
        operations: { GetItem: counted(() => ({})), DescribeTable: counted(() => ({})) },
      },
      { client: 'lambda', operations: { ListFunctions: counted(() => ({ Functions: [] })) } },
      { client: 's3', operations: { ListBuckets: counted(() => ({ Buckets: [] })) } },
      { client: 'sqs', operations: { ListQueues: counted(() => ({})) } },
      { client: 'codebuild', operations: { StartBuild: counted(() => ({})) } },
      {
        client: 'elastic-load-balancing-v2',
        operations: { DescribeLoadBalancers: counted(() => ({ LoadBalancers: [] })) },
      },
    ],
    identities: {
      callerOf: (key) => ({
        accountId: '000000000000',
        arn: key === 'AKIAROLE' ? role : 'arn:aws:iam::000000000000:root',
      }),
    },
  });
  gateway.intercept(new CallFaults(faults, gateway, clock));
  endpoint = `http://127.0.0.1:${await gateway.listen(0)}`;
  close = () => gateway.close();
});
afterEach(() => close());

const settings = (accessKeyId = 'AKIAOWNER', maxAttempts = 1) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId, secretAccessKey: 'local' },
  maxAttempts,
  forcePathStyle: true,
});
const list = (key?: string, attempts?: number) =>
  new ECSClient(settings(key, attempts)).send(new ListClustersCommand({}));

describe('a call', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['ThrottlingException', () => list()],
    ['ProvisionedThroughputExceededException', () => item()],
    [
      'ThrottlingException',
      () => new DynamoDBClient(settings()).send(new DescribeTableCommand({ TableName: 'table' })),
    ],
    ['TooManyRequestsException', () => new LambdaClient(settings()).send(new ListFunctionsCommand({}))],
    ['SlowDown', () => new S3Client(settings()).send(new ListBucketsCommand({}))],
    ['RequestThrottled', () => new SQSClient(settings()).send(new ListQueuesCommand({}))],
    [
      'Throttling',
      () => new ElasticLoadBalancingV2Client(settings()).send(new DescribeLoadBalancersCommand({})),
    ],
  ])('that is throttled is answered with %s, as its service does', async (name, send) => {
    faults.add({ kind: 'throttle' });
    await expect(send()).rejects.toMatchObject({ name });
    expect(effects).toEqual({});
  });

  it.each<[string, (attempts: number) => Promise<unknown>]>([
    ['ECS', (attempts) => list(undefined, attempts)],
    ['S3', (attempts) => new S3Client(settings(undefined, attempts)).send(new ListBucketsCommand({}))],
    ['SQS', (attempts) => new SQSClient(settings(undefined, attempts)).send(new ListQueuesCommand({}))],
    [
      'Lambda',
      (attempts) => new LambdaClient(settings(undefined, attempts)).send(new ListFunctionsCommand({})),
    ],
    ['DynamoDB', (attempts) => item(attempts)],
  ])('that is throttled is made again by the SDK of %s', async (_, send) => {
    faults.add({ kind: 'throttle', times: 1 });
    await send(2);
    expect(faults.list()[0]).toMatchObject({ met: 2, struck: 1 });
  });

  it('is throttled by the buckets that AWS publishes, which fill again with time', async () => {
    faults.add({ kind: 'throttle-buckets' });
    const client = new ECSClient(settings());
    const many = (count: number) =>
      Promise.allSettled(Array.from({ length: count }, () => client.send(new ListClustersCommand({}))));
    clock.hold();
    // 50 at once, and 20 more in each second.
    const refused = (await many(90)).filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(40);
    expect(faults.list()[0]).toMatchObject({ met: 90, struck: 40 });
    await clock.move(1);
    const refusedThen = (await many(30)).filter(({ status }) => status === 'rejected');
    expect(refusedThen).toHaveLength(10);
  });

  it('is answered with an error of that name, of the status that its model has', async () => {
    faults.add({ kind: 'error', code: 'ServerException', message: 'on fire', service: 'ecs' });
    await expect(list()).rejects.toMatchObject({
      name: 'ServerException',
      message: 'on fire',
      $metadata: { httpStatusCode: 500 },
    });
    faults.clear();
    faults.add({ kind: 'error', code: 'ClusterNotFoundException' });
    await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  it('gets no answer where the connection is cut, before the effect or after it', async () => {
    const fault = faults.add({ kind: 'cut', times: 1 });
    await expect(list()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(effects).toEqual({});
    faults.remove(fault.id);
    faults.add({ kind: 'cut', when: 'after', times: 1 });
    // The SDK takes it for a network that failed, and tries again.
    await list(undefined, 2);
    expect(effects).toEqual({ ListClusters: 2 });
  });

  it('takes longer, and has its effect', async () => {
    faults.add({ kind: 'latency', milliseconds: 80 });
    const began = performance.now();
    await list();
    expect(performance.now() - began).toBeGreaterThan(75);
    expect(effects).toEqual({ ListClusters: 1 });
  });

  it('is refused after its effect', async () => {
    faults.add({ kind: 'throttle', when: 'after', times: 1 });
    await expect(list()).rejects.toThrow('Rate exceeded');
    expect(effects).toEqual({ ListClusters: 1 });
  });

  it('finds a full build queue, for some projects', async () => {
    faults.add({ kind: 'full-build-queue', project: 'web' });
    const start = (projectName: string) =>
      new CodeBuildClient(settings()).send(new StartBuildCommand({ projectName }));
    await expect(start('team-web')).rejects.toMatchObject({
      name: 'AccountLimitExceededException',
      message: 'Cannot have more than 300 builds in queue for the account',
    });
    await start('other');
  });

  it('gets lists in small pages, never more than it asked for', async () => {
    faults.add({ kind: 'pages', size: 2 });
    const client = new ECSClient(settings());
    const pages: unknown[] = [];
    for await (const { clusterArns } of paginateListClusters({ client }, {})) pages.push(clusterArns);
    expect(pages).toEqual([CLUSTERS.slice(0, 2), CLUSTERS.slice(2)]);
    expect((await client.send(new ListClustersCommand({ maxResults: 1 }))).clusterArns).toEqual(
      CLUSTERS.slice(0, 1),
    );
  });

  it.each<Fault>([
    { kind: 'throttle', service: 'ecs' },
    { kind: 'throttle', operation: 'ListClusters' },
    { kind: 'throttle', caller: 'RunRole' },
    { kind: 'throttle', caller: 'run-deployment' },
  ])('is struck only where the fault fits: %o', async (fault) => {
    faults.add(fault);
    await expect(list('AKIAROLE')).rejects.toThrow('Rate exceeded');
    if (fault.kind === 'throttle' && fault.caller) await list();
    else await item();
  });
});

function item(attempts?: number) {
  const key = { id: { S: 'x' } };
  return new DynamoDBClient(settings(undefined, attempts)).send(
    new GetItemCommand({ TableName: 'table', Key: key }),
  );
}
