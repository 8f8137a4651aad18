import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient, ListProjectsCommand } from '@aws-sdk/client-codebuild';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Caller } from './caller.ts';

/** One call, as often as it is asked for. */
export interface TypicalCall {
  /** `service.Operation` */
  readonly name: string;
  call(): Promise<unknown>;
}

const key = { pk: { S: 'deployment#1' }, sk: { S: 'record' } };
const ITEM = { ...key, text: { S: 'x'.repeat(400) }, count: { N: '1' } };

/** Makes what the calls ask for, once, in the local cloud. */
export async function prepareCalls(caller: Caller): Promise<void> {
  await new DynamoDBClient(caller).send(
    new CreateTableCommand({
      TableName: 'bench',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const ecs = new ECSClient(caller);
  await ecs.send(new CreateClusterCommand({ clusterName: 'bench' }));
  await ecs.send(new RegisterTaskDefinitionCommand(DEFINITION));
  const service = { cluster: 'bench', serviceName: 'bench', taskDefinition: 'bench', desiredCount: 0 };
  await ecs.send(new CreateServiceCommand(service));
  await new ECRClient(caller).send(new CreateRepositoryCommand({ repositoryName: 'bench' }));
  await new SQSClient(caller).send(new CreateQueueCommand({ QueueName: 'bench' }));
  await new SSMClient(caller).send(new PutParameterCommand({ Name: '/bench', Value: 'x', Type: 'String' }));
  const s3 = new S3Client({ ...caller, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'bench' }));
  await s3.send(new PutObjectCommand({ Bucket: 'bench', Key: 'object', Body: 'x'.repeat(10_000) }));
}

const DEFINITION = {
  family: 'bench',
  containerDefinitions: [
    {
      name: 'web',
      image: 'bench',
      memory: 128,
      environment: [{ name: 'A', value: 'B' }],
      portMappings: [{ containerPort: 3000 }],
    },
  ],
};

/** Calls as the pipeline and its users' tools make them, over all wire formats. */
export function typicalCalls(caller: Caller): TypicalCall[] {
  const dynamodb = new DynamoDBClient(caller);
  const ecs = new ECSClient(caller);
  const s3 = new S3Client({ ...caller, forcePathStyle: true });
  const sqs = new SQSClient(caller);
  const QueueUrl = `${caller.endpoint}/000000000000/bench`;
  const event = { Source: 'bench', DetailType: 'Measured', Detail: JSON.stringify({ deployment: 'web-1' }) };
  const apis = new ApiGatewayV2Client(caller);
  const stacks = new CloudFormationClient(caller);
  const logs = new CloudWatchLogsClient(caller);
  const builds = new CodeBuildClient(caller);
  const ecr = new ECRClient(caller);
  const balancing = new ElasticLoadBalancingV2Client(caller);
  const events = new EventBridgeClient(caller);
  const iam = new IAMClient(caller);
  const lambda = new LambdaClient(caller);
  const scheduler = new SchedulerClient(caller);
  const ssm = new SSMClient(caller);
  const sts = new STSClient(caller);
  return Object.entries({
    'apigatewayv2.GetApis': () => apis.send(new GetApisCommand({})),
    'cloudformation.DescribeStacks': () => stacks.send(new DescribeStacksCommand({})),
    'codebuild.ListProjects': () => builds.send(new ListProjectsCommand({})),
    'dynamodb.GetItem': () => dynamodb.send(new GetItemCommand({ TableName: 'bench', Key: key })),
    'dynamodb.PutItem': () => dynamodb.send(new PutItemCommand({ TableName: 'bench', Item: ITEM })),
    'dynamodb.UpdateItem': () =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName: 'bench',
          Key: key,
          UpdateExpression: 'SET #text = :text',
          ExpressionAttributeNames: { '#text': 'text' },
          ExpressionAttributeValues: { ':text': { S: 'y' } },
        }),
      ),
    'ecr.DescribeRepositories': () => ecr.send(new DescribeRepositoriesCommand({})),
    'ecs.DescribeServices': () =>
      ecs.send(new DescribeServicesCommand({ cluster: 'bench', services: ['bench'] })),
    'ecs.DescribeTaskDefinition': () =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'bench', include: ['TAGS'] })),
    'ecs.ListTasks': () => ecs.send(new ListTasksCommand({ cluster: 'bench' })),
    'elasticloadbalancing.DescribeTargetGroups': () => balancing.send(new DescribeTargetGroupsCommand({})),
    'events.PutEvents': () => events.send(new PutEventsCommand({ Entries: [event] })),
    'iam.GetRole': () => iam.send(new GetRoleCommand({ RoleName: caller.role })),
    'lambda.ListFunctions': () => lambda.send(new ListFunctionsCommand({})),
    'logs.DescribeLogGroups': () => logs.send(new DescribeLogGroupsCommand({})),
    's3.GetObject': async () => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bench', Key: 'object' }));
      return Body?.transformToByteArray();
    },
    's3.PutObject': () =>
      s3.send(new PutObjectCommand({ Bucket: 'bench', Key: 'object', Body: 'x'.repeat(10_000) })),
    'scheduler.ListSchedules': () => scheduler.send(new ListSchedulesCommand({})),
    'sqs.SendMessage': () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'measured' })),
    'ssm.GetParameter': () => ssm.send(new GetParameterCommand({ Name: '/bench' })),
    'sts.GetCallerIdentity': () => sts.send(new GetCallerIdentityCommand({})),
  }).map(([name, call]) => ({ name, call }));
}
