import { DescribeImagesCommand, ECRClient, RepositoryNotFoundException } from '@aws-sdk/client-ecr';
import { ClusterNotFoundException, DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  LoadBalancerNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { GetObjectCommand, NoSuchBucket, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConformanceTarget, openTarget } from './target.ts';

let target: ConformanceTarget;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target?.close());

it('tells what is not there by the exception of its own service', async () => {
  const name = target.name('none');
  const asked: [() => Promise<unknown>, new (...args: never[]) => Error][] = [
    [
      () => new ECSClient({}).send(new DescribeServicesCommand({ cluster: name, services: ['web'] })),
      ClusterNotFoundException,
    ],
    [
      () => new ECRClient({}).send(new DescribeImagesCommand({ repositoryName: name })),
      RepositoryNotFoundException,
    ],
    [
      () =>
        new ElasticLoadBalancingV2Client({}).send(
          new DescribeLoadBalancersCommand({ Names: [name.slice(0, 32)] }),
        ),
      LoadBalancerNotFoundException,
    ],
    [() => new IAMClient({}).send(new GetRoleCommand({ RoleName: name })), NoSuchEntityException],
    [
      () => new LambdaClient({}).send(new GetFunctionCommand({ FunctionName: name })),
      ResourceNotFoundException,
    ],
    [() => new S3Client({}).send(new GetObjectCommand({ Bucket: name, Key: 'a' })), NoSuchBucket],
    [() => new SQSClient({}).send(new GetQueueUrlCommand({ QueueName: name })), QueueDoesNotExist],
    [() => new SSMClient({}).send(new GetParameterCommand({ Name: `/${name}` })), ParameterNotFound],
  ];
  for (const [call, exception] of asked) await expect(call()).rejects.toBeInstanceOf(exception);
});
