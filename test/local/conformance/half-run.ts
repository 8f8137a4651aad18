import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { RunTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { strToU8, zipSync } from 'fflate';
import { cleanUpWhenInterrupted } from '../../conformance/interruption.ts';
import { logGroupOf } from '../../conformance/made/log-groups.ts';
import { makeRole } from '../../conformance/role.ts';
import { openRun, RUNS } from '../../conformance/run.ts';
import { serve, webBalancer, webScene } from '../../conformance/web-scene.ts';

// A conformance run that has made one of each kind and is in the middle of a rollout. It says its prefix then, and waits
// to be ended. Argument: an image with `node` in it. The environment leads to a local cloud.

const [nodeImage = ''] = process.argv.slice(2);
const run = openRun('local', `${RUNS}${process.pid}`);
cleanUpWhenInterrupted(run.prefix);
const account = '000000000000';
const network = { vpc: 'vpc-1', subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] };
const target = { ...run, kind: 'local' as const, account, region: 'us-east-1', nodeImage, ...network };
const name = run.name('thing');

const role = await makeRole(target, 'function', 'lambda.amazonaws.com', {
  managed: 'service-role/AWSLambdaBasicExecutionRole',
  statements: [{ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }],
});
await new CloudWatchLogsClient({}).send(new CreateLogGroupCommand({ logGroupName: logGroupOf(name) }));
const ZipFile = zipSync({ 'index.mjs': strToU8('export const handler = () => undefined;') });
await new LambdaClient({}).send(
  new CreateFunctionCommand({
    ...{ FunctionName: name, Role: role, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile } },
  }),
);
await new SSMClient({}).send(new PutParameterCommand({ Name: `/${name}`, Value: 'open', Type: 'String' }));
await new SQSClient({}).send(new CreateQueueCommand({ QueueName: name }));
const events = new EventBridgeClient({});
await events.send(new PutRuleCommand({ Name: name, EventPattern: '{"source":["none"]}' }));
const Arn = `arn:aws:sqs:us-east-1:${account}:${name}`;
await events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn }] }));
await new DynamoDBClient({}).send(
  new CreateTableCommand({
    ...{ TableName: name, BillingMode: 'PAY_PER_REQUEST' },
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  }),
);
await new ECRClient({}).send(new CreateRepositoryCommand({ repositoryName: name }));
const Value = { Type: 'AWS::SSM::Parameter', Properties: { Name: `/${name}-2`, Type: 'String', Value: 'a' } };
await new CloudFormationClient({}).send(
  new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify({ Resources: { Value } }) }),
);

const scene = await webScene(target);
const balancer = await webBalancer(target, {
  groups: ['group'],
  byDefault: ([TargetGroupArn]) => ({ Type: 'forward', TargetGroupArn }),
});
const [targetGroupArn] = balancer.groupArns;
await scene.create({
  taskDefinition: await scene.register(serve('one')),
  loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 3000 }],
});
await scene.ended(undefined);
const { cluster, ecs, networkConfiguration } = scene;
// It never listens, so that this deployment goes on.
const taskDefinition = await scene.register('setInterval(() => {}, 1e6)');
await ecs.send(new UpdateServiceCommand({ cluster, service: 'web', taskDefinition }));
await ecs.send(new RunTaskCommand({ cluster, taskDefinition, launchType: 'FARGATE', networkConfiguration }));
await target.until('a deployment that goes on', scene.newest, (seen) => seen?.status === 'IN_PROGRESS');
console.log(run.prefix);
setInterval(() => undefined, 1e6);
