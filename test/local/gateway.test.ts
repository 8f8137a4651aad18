import { request } from 'node:http';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand, CodeBuildClient, InvalidInputException } from '@aws-sdk/client-codebuild';
import {
  DescribeClustersCommand,
  ECSClient,
  InvalidParameterException,
  ListClustersCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  LoadBalancerNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeDepartures } from '../../local/gateway/departures.ts';
import { createGateway, type Gateway, HttpServer } from '../../local/gateway/index.ts';
import { AwsError, type Service } from '../../local/gateway/service.ts';

const owner = { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' };
const kept = new Map<string, Buffer>();

// One small service per wire format: what they do is of no matter, only that it arrives and comes back as AWS's.
const services: Service[] = [
  {
    client: 'ecs',
    operations: {
      DescribeClusters: ({ clusters }: { clusters?: string[] }) => {
        if (clusters?.includes('gone'))
          throw new AwsError('InvalidParameterException', 'Identifiers are empty.');
        return {
          clusters: (clusters ?? []).map((clusterName) => ({ clusterName, runningTasksCount: 2 })),
          failures: [],
        };
      },
      ListClusters: () => ({ clusterArns: 'not a list' }),
    },
  },
  {
    client: 'codebuild',
    operations: {
      BatchGetBuilds: ({ ids }: { ids: string[] }) => {
        if (ids.includes('none')) throw new AwsError('InvalidInputException', 'Invalid build ID');
        return { builds: ids.map((id) => ({ id, startTime: new Date(1500), buildNumber: 7 })) };
      },
    },
  },
  {
    client: 'elastic-load-balancing-v2',
    operations: {
      DescribeLoadBalancers: ({ Names }: { Names?: string[] }) => {
        if (!Names) throw new AwsError('LoadBalancerNotFoundException', 'no <such> balancer & none');
        return { LoadBalancers: Names.map((name) => ({ LoadBalancerName: name, CreatedTime: new Date(0) })) };
      },
    },
  },
  {
    client: 'lambda',
    operations: {
      Invoke: ({
        FunctionName,
        Payload,
        InvocationType,
      }: {
        FunctionName: string;
        Payload: Buffer;
        InvocationType: string;
      }) => ({
        StatusCode: 200,
        ExecutedVersion: InvocationType === 'Event' ? '7' : '$LATEST',
        Payload: Buffer.from(`${FunctionName}:${Buffer.from(Payload).toString()}`),
      }),
    },
  },
  {
    client: 's3',
    operations: {
      PutObject: ({ Bucket, Key, Body }: { Bucket: string; Key: string; Body: Buffer }) => {
        kept.set(`${Bucket}/${Key}`, Body);
        return { ETag: '"1"' };
      },
      GetObject: ({ Bucket, Key }: { Bucket: string; Key: string }) => {
        const body = kept.get(`${Bucket}/${Key}`);
        if (!body) throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
        return { Body: body, ContentLength: body.length };
      },
      ListObjectsV2: ({ Bucket, Prefix }: { Bucket: string; Prefix: string }) => ({
        Name: Bucket,
        Prefix,
        IsTruncated: false,
        KeyCount: 1,
        Contents: [{ Key: `${Prefix}a`, Size: 1, LastModified: new Date(1000) }],
      }),
    },
  },
  {
    client: 'cloudwatch-logs',
    operations: {
      GetLogEvents: () => ({ events: [{ timestamp: 5, message: 'hello' }], nextForwardToken: 'f/1' }),
    },
  },
  {
    client: 'sqs',
    operations: {
      GetQueueUrl: () => {
        throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
      },
    },
  },
];

let gateway: Gateway;
let settings: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
};

beforeAll(async () => {
  gateway = await createGateway({
    services,
    identities: { callerOf: () => owner },
    routes: [
      {
        matches: ({ url }) => url?.startsWith('/_beside/') ?? false,
        handle: (_, response) => void response.end('beside'),
      },
    ],
  });
  const port = await gateway.listen(0);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  settings = { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials, maxAttempts: 1 };
});
afterAll(() => gateway.close());

/** As a client would that does not know the model. */
function describeClusters(body: string): Promise<Response> {
  return fetch(settings.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeClusters',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIATEST/20261121/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body,
  });
}

/** The status of what is beside AWS's APIs, asked for under another name of this machine. */
function statusFor(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/_beside/', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });
}

describe('the gateway with the SDK’s own clients', () => {
  it('speaks JSON and throws the modelled error class', async () => {
    const ecs = new ECSClient(settings);
    const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: ['a'] }));
    expect(clusters).toEqual([{ clusterName: 'a', runningTasksCount: 2 }]);
    await expect(ecs.send(new DescribeClustersCommand({ clusters: ['gone'] }))).rejects.toBeInstanceOf(
      InvalidParameterException,
    );
  });

  it('speaks CBOR, as newer AWS CLIs do', async () => {
    const codebuild = new CodeBuildClient({ ...settings, protocol: AwsSmithyRpcV2CborProtocol });
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: ['a:1'] }));
    expect(builds).toEqual([{ id: 'a:1', startTime: new Date(1500), buildNumber: 7 }]);
    const refused = codebuild.send(new BatchGetBuildsCommand({ ids: ['none'] }));
    await expect(refused).rejects.toBeInstanceOf(InvalidInputException);
    await expect(refused).rejects.toThrow('Invalid build ID');
  });

  it('speaks the query protocol and its XML', async () => {
    const elb = new ElasticLoadBalancingV2Client(settings);
    const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ Names: ['a', 'b'] }));
    expect(LoadBalancers).toEqual([
      { LoadBalancerName: 'a', CreatedTime: new Date(0) },
      { LoadBalancerName: 'b', CreatedTime: new Date(0) },
    ]);
    const refused = elb.send(new DescribeLoadBalancersCommand({}));
    await expect(refused).rejects.toBeInstanceOf(LoadBalancerNotFoundException);
    await expect(refused).rejects.toThrow('no <such> balancer & none');
  });

  it('speaks REST with JSON: labels, headers and a raw payload', async () => {
    const lambda = new LambdaClient(settings);
    const { Payload, ExecutedVersion } = await lambda.send(
      new InvokeCommand({
        FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:f:1',
        InvocationType: 'Event',
        Payload: Buffer.from('{}'),
      }),
    );
    expect(Buffer.from(Payload ?? []).toString()).toBe(
      'arn:aws:lambda:us-east-1:000000000000:function:f:1:{}',
    );
    expect(ExecutedVersion).toBe('7');
  });

  it('speaks REST with XML, path-style buckets and streamed bodies', async () => {
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b c.txt', Body: 'content' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a/b c.txt' }));
    expect(await Body?.transformToString()).toBe('content');
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'bucket', Prefix: 'x/' }));
    expect(Contents?.[0]).toMatchObject({ Key: 'x/a', LastModified: new Date(1000) });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'none' }))).rejects.toBeInstanceOf(
      NoSuchKey,
    );
  });

  it('gives the errors of services that were query services once', async () => {
    await expect(
      new SQSClient(settings).send(new GetQueueUrlCommand({ QueueName: 'q' })),
    ).rejects.toBeInstanceOf(QueueDoesNotExist);
    const logs = new CloudWatchLogsClient(settings);
    const { events } = await logs.send(new GetLogEventsCommand({ logGroupName: 'g', logStreamName: 's' }));
    expect(events).toEqual([{ timestamp: 5, message: 'hello' }]);
  });

  it.each([
    [
      'elastic-load-balancing-v2.DescribeTags',
      () => new ElasticLoadBalancingV2Client(settings).send(new DescribeTagsCommand({ ResourceArns: ['a'] })),
    ],
    ['lambda.ListFunctions', () => new LambdaClient(settings).send(new ListFunctionsCommand({}))],
  ])('says that it does not have %s', async (name, send) => {
    await expect(send()).rejects.toThrow(`not implemented: ${name}`);
  });

  it.each([
    ['xray', '{"message":"not implemented: xray.POST /ServiceGraph"}'],
    ['cloudfront', '<Code>NotImplemented</Code><Message>not implemented: cloudfront.POST /ServiceGraph'],
  ])('says that it does not have %s, in the format of that service', async (service, body) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIATEST/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const response = await fetch(`${settings.endpoint}/ServiceGraph`, {
      method: 'POST',
      headers: { authorization },
    });
    expect(response.status).toBe(501);
    expect(await response.text()).toContain(body);
  });

  it('takes URLs as the AWS CLI presigns them', async () => {
    kept.set('bucket/presigned', Buffer.from('content'));
    const signature = 'AWSAccessKeyId=AKIATEST&Signature=a%2Bb%3D&Expires=1795256507';
    const response = await fetch(`${settings.endpoint}/bucket/presigned?${signature}`);
    expect(await response.text()).toBe('content');
  });

  it('refuses members that AWS does not know, by the service’s error', async () => {
    const response = await describeClusters(JSON.stringify({ clusters: 'a', colour: 'red' }));
    expect(response.status).toBe(400);
    const { message } = (await response.json()) as { message: string };
    expect(message).toContain("Expected list or null (at 'clusters')");
    expect(message).toContain('unknown member colour');
  });

  it.each(['null', '{"clusters":', '7'])('refuses the body %s', async (body) => {
    const response = await describeClusters(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('SerializationException');
  });

  it('refuses requests without a signature, and paths that cannot be read', async () => {
    const unsigned = await fetch(`${settings.endpoint}/bucket`);
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    expect((await fetch(`${settings.endpoint}/%zz`)).status).toBe(400);
  });

  it('is nothing that a web page could use: no POST signed in its URL, no foreign name for this machine', async () => {
    const credential =
      'X-Amz-Credential=AKIATEST%2F20261121%2Fus-east-1%2Fiam%2Faws4_request&X-Amz-Signature=0';
    const posted = await fetch(`${settings.endpoint}/?${credential}`, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'ListRoles', Version: '2010-05-08' }),
    });
    expect(posted.status).toBe(403);
    const port = Number(new URL(settings.endpoint).port);
    expect(await statusFor('rebound.example', port)).toBe(403);
    expect(await statusFor(`any.localhost:${port}`, port)).toBe(200);
  });

  it('serves what is beside AWS’s APIs first', async () => {
    expect(await (await fetch(`${settings.endpoint}/_beside/`)).text()).toBe('beside');
  });

  it('tells who listens of each call', async () => {
    const calls: unknown[] = [];
    const stop = gateway.onCall((call) => calls.push(call));
    const ecs = new ECSClient(settings);
    await ecs.send(new DescribeClustersCommand({ clusters: ['gone'] })).catch(() => undefined);
    stop();
    await ecs.send(new DescribeClustersCommand({}));
    expect(calls).toEqual([
      expect.objectContaining({
        service: 'ecs',
        operation: 'DescribeClusters',
        caller: owner,
        input: { clusters: ['gone'] },
        error: 'InvalidParameterException',
      }),
    ]);
  });

  it('lets a fault take the place of an operation, or of its answer', async () => {
    const ecs = new ECSClient(settings);
    const ask = () => ecs.send(new DescribeClustersCommand({}));
    const throttle = () => {
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    };
    for (const interceptor of [{ before: throttle }, { after: throttle }]) {
      const stop = gateway.intercept(interceptor);
      await expect(ask()).rejects.toThrow('Rate exceeded');
      stop();
    }
    await ask();
  });

  it.each([
    [
      'an enum',
      'InvalidParameterException',
      () => new ECSClient(settings).send(new DescribeClustersCommand({ include: ['SOUP' as never] })),
    ],
    [
      'a pattern',
      'ValidationException',
      () => new LambdaClient(settings).send(new InvokeCommand({ FunctionName: 'no spaces', Payload: '{}' })),
    ],
    [
      'a length',
      'InvalidParameterException',
      () =>
        new CloudWatchLogsClient(settings).send(
          new GetLogEventsCommand({ logGroupName: '', logStreamName: 's' }),
        ),
    ],
  ])('refuses a value outside of %s as the service does', async (_, name, send) => {
    await expect(send()).rejects.toMatchObject({ name });
  });

  it('answers 500 where an answer of its own breaks the model, and remembers it', async () => {
    await expect(new ECSClient(settings).send(new ListClustersCommand({}))).rejects.toThrow('clusterArns');
    expect(gateway.violations).toHaveLength(1);
    expect(takeDepartures()).toEqual(gateway.violations);
  });

  it('answers 500 where it crashes before the operation, and remembers that too', async () => {
    const stop = gateway.intercept({
      before: () => {
        throw new TypeError('a bug');
      },
    });
    await expect(new ECSClient(settings).send(new DescribeClustersCommand({}))).rejects.toThrow('a bug');
    stop();
    const told = 'ecs.DescribeClusters failed: TypeError: a bug';
    expect(gateway.violations).toContain(told);
    expect(takeDepartures()).toEqual([told]);
  });

  it('holds its port before there is anything to serve, and says so', async () => {
    const server = new HttpServer();
    const endpoint = `http://127.0.0.1:${await server.listen(0)}`;
    expect((await fetch(endpoint)).status).toBe(503);
    // The SDK tries again by itself.
    const asked = new ECSClient({ ...settings, endpoint, maxAttempts: 20 }).send(
      new DescribeClustersCommand(),
    );
    const started = await createGateway({ services, identities: { callerOf: () => owner }, server });
    expect(await asked).toMatchObject({ failures: [] });
    await started.close();
  });
});
