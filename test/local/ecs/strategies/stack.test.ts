import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs';
import { DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appImage } from '../../containers/app-image.ts';
import { freePort } from '../../free-port.ts';

/** A minute of AWS's time takes half a second. */
const PACE = 120;
const WAITING = { timeout: 60_000, interval: 50 };

let app: Awaited<ReturnType<typeof appImage>>;
let port: number;
let clients: ReturnType<typeof connect>;

const connect = (endpoint: string) => {
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
  };
  return {
    cloudformation: new CloudFormationClient(config),
    cloudwatch: new CloudWatchClient(config),
    ecs: new ECSClient(config),
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  };
};

/** Users must never see "bad": it says so where testers look. */
const HOOK = `
export const handler = async ({ lifecycleStage, hookDetails }) => {
  const answer = await fetch('http://127.0.0.1:' + hookDetails.port + '/test');
  const said = await answer.text();
  return { hookStatus: said.startsWith('bad') ? 'FAILED' : 'SUCCEEDED', reason: lifecycleStage };
};`;

beforeAll(async () => {
  app = await appImage('process', PACE);
  clients = connect(app.cloud.account.endpoint);
  port = await freePort();
  await clients.s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  const Body = zipSync({ 'index.mjs': strToU8(HOOK) });
  await clients.s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'hook.zip', Body }));
}, 60_000);

afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  const { violations } = app.cloud.gateway;
  await app.close();
  expect(violations).toEqual([]);
});

const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const group = (name: string) => ({
  Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  Properties: {
    Name: name,
    Port: 3000,
    Protocol: 'HTTP',
    TargetType: 'ip',
    VpcId: 'vpc-1',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
  },
});
const rule = (path: string, priority: number) => ({
  Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  Properties: {
    ListenerArn: { Ref: 'Listener' },
    Priority: priority,
    Conditions: [{ Field: 'path-pattern', Values: [path] }],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: { Ref: 'Blue' }, Weight: 1 },
            { TargetGroupArn: { Ref: 'Green' }, Weight: 0 },
          ],
        },
      },
    ],
  },
});

const template = (colour: string) => ({
  Resources: {
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Name: 'front', Subnets: ['subnet-a', 'subnet-b'] },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: port,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      },
    },
    Blue: group('blue'),
    Green: group('green'),
    Users: rule('/', 2),
    Testers: rule('/test', 1),
    Balancing: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust('ecs.amazonaws.com'),
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'],
      },
    },
    Hooks: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'hooks',
        AssumeRolePolicyDocument: trust('ecs.amazonaws.com'),
        Policies: [
          {
            PolicyName: 'invoke',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'lambda:InvokeFunction',
                  Resource: { 'Fn::GetAtt': ['Hook', 'Arn'] },
                },
              ],
            },
          },
        ],
      },
    },
    Runs: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
    },
    Execution: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com'),
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
      },
    },
    Hook: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Runs', 'Arn'] },
        Code: { S3Bucket: 'code', S3Key: 'hook.zip' },
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'errors',
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Statistic: 'Sum',
        Period: '60',
        EvaluationPeriods: 1,
        Threshold: '1',
        ComparisonOperator: 'GreaterThanThreshold',
      },
    },
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'main' } },
    Definition: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'web',
        Cpu: '256',
        Memory: '512',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        ExecutionRoleArn: { 'Fn::GetAtt': ['Execution', 'Arn'] },
        ContainerDefinitions: [
          {
            Name: 'app',
            Image: app.name,
            PortMappings: [{ ContainerPort: 3000 }],
            Environment: [{ Name: 'COLOUR', Value: colour }],
          },
        ],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      DependsOn: ['Users', 'Testers'],
      Properties: {
        ServiceName: 'web',
        Cluster: { Ref: 'Cluster' },
        LaunchType: 'FARGATE',
        DesiredCount: 1,
        TaskDefinition: { Ref: 'Definition' },
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-a'] } },
        LoadBalancers: [
          {
            TargetGroupArn: { Ref: 'Blue' },
            ContainerName: 'app',
            ContainerPort: 3000,
            AdvancedConfiguration: {
              AlternateTargetGroupArn: { Ref: 'Green' },
              ProductionListenerRule: { Ref: 'Users' },
              TestListenerRule: { Ref: 'Testers' },
              RoleArn: { 'Fn::GetAtt': ['Balancing', 'Arn'] },
            },
          },
        ],
        DeploymentConfiguration: {
          Strategy: 'CANARY',
          BakeTimeInMinutes: '60',
          CanaryConfiguration: { CanaryPercent: '12.5', CanaryBakeTimeInMinutes: 1 },
          Alarms: { AlarmNames: [{ Ref: 'Alarm' }], Enable: 'true', Rollback: true },
          LifecycleHooks: [
            {
              HookTargetArn: { 'Fn::GetAtt': ['Hook', 'Arn'] },
              RoleArn: { 'Fn::GetAtt': ['Hooks', 'Arn'] },
              LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
              HookDetails: { port },
            },
          ],
        },
      },
    },
  },
});

const users = async () => (await fetch(`http://127.0.0.1:${port}/`)).text();
const stackStatus = async () => {
  const { Stacks } = await clients.cloudformation.send(new DescribeStacksCommand({ StackName: 'web' }));
  return Stacks?.[0]?.StackStatus;
};
const update = (colour: string) =>
  clients.cloudformation.send(
    new UpdateStackCommand({
      StackName: 'web',
      TemplateBody: JSON.stringify(template(colour)),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
/** The service deployment that is so many before the newest. */
async function rollout(before = 0) {
  const { serviceDeployments: brief } = await clients.ecs.send(
    new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }),
  );
  const { serviceDeployments } = await clients.ecs.send(
    new DescribeServiceDeploymentsCommand({
      serviceDeploymentArns: [brief?.[before]?.serviceDeploymentArn ?? ''],
    }),
  );
  return serviceDeployments?.[0];
}

it('takes a service with all that its deployments need from one template, and deploys by it', async () => {
  await clients.cloudformation.send(
    new CreateStackCommand({
      StackName: 'web',
      TemplateBody: JSON.stringify(template('red')),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  const waiter = { client: clients.cloudformation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await waitUntilStackCreateComplete(waiter, { StackName: 'web' });
  expect(await users()).toBe('red v1');

  await update('green');
  await expect.poll(async () => (await rollout())?.lifecycleStage, WAITING).toBe('BAKE_TIME');
  const { clock } = app.cloud;
  clock.hold();
  await clock.move(60 * 60);
  clock.release();
  await expect.poll(stackStatus, WAITING).toBe('UPDATE_COMPLETE');
  expect(await users()).toBe('green v1');
  expect((await rollout())?.lifecycleHookDetails?.[0]?.status).toBe('SUCCEEDED');
}, 90_000);

it('is turned back by its function, by an alarm, and where a role allows too little', async () => {
  await update('bad');
  await expect.poll(stackStatus, WAITING).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await users()).toBe('green v1');
  const reason = 'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed.';
  const failed = async () => {
    const all = await Promise.all([rollout(0), rollout(1)]);
    return all.find((one) => one?.status === 'ROLLBACK_SUCCESSFUL')?.statusReason;
  };
  expect(await failed()).toMatch(`${reason} Lifecycle hook target`);

  await update('blue');
  await expect.poll(async () => (await rollout())?.lifecycleStage, WAITING).toBe('BAKE_TIME');
  expect(await users()).toBe('blue v1');
  await clients.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a test' }),
  );
  await expect.poll(stackStatus, WAITING).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await failed()).toBe('Service deployment rolled back because of one or more active alarms.');
  expect(await users()).toBe('green v1');
  await clients.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'OK', StateReason: 'a test' }),
  );

  await clients.iam.send(new DeleteRolePolicyCommand({ RoleName: 'hooks', PolicyName: 'invoke' }));
  await update('yellow');
  await expect.poll(failed, WAITING).toMatch(/is not authorized to perform: lambda:InvokeFunction/);
}, 90_000);
