import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeEnvironmentsCommand,
  DescribeEventsCommand,
  ElasticBeanstalkClient,
} from '@aws-sdk/client-elastic-beanstalk';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../local/cloud.ts';
import { askAt, STACK } from './local-beanstalk.ts';

let cloud: Cloud;
let stacks: CloudFormationClient;
let eb: ElasticBeanstalkClient;
const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' };
beforeAll(async () => {
  cloud = await startCloud({ engine: 'process', pace: 50 });
  const config = { endpoint: cloud.account.endpoint, region: 'us-east-1', credentials };
  stacks = new CloudFormationClient(config);
  eb = new ElasticBeanstalkClient(config);
});
afterAll(async () => {
  stacks?.destroy();
  eb?.destroy();
  await cloud?.close();
});

const trust = (principal: object) => ({
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
});

const template = (colour: string, profile: unknown = { Ref: 'Profile' }) => ({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }),
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSElasticBeanstalkWebTier'],
      },
    },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
    Caller: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'caller',
        AssumeRolePolicyDocument: trust({ AWS: '*' }),
        Policies: [
          {
            PolicyName: 'look',
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'elasticbeanstalk:DescribeEvents',
                  Resource: 'arn:aws:elasticbeanstalk:us-east-1:000000000000:environment/shop/web-prod',
                },
              ],
            },
          },
        ],
      },
    },
    App: { Type: 'AWS::ElasticBeanstalk::Application', Properties: { ApplicationName: 'shop' } },
    Web: {
      Type: 'AWS::ElasticBeanstalk::Environment',
      Properties: {
        ApplicationName: { Ref: 'App' },
        EnvironmentName: 'web-prod',
        CNAMEPrefix: 'web-prod',
        SolutionStackName: STACK,
        OptionSettings: [
          {
            Namespace: 'aws:autoscaling:launchconfiguration',
            OptionName: 'IamInstanceProfile',
            Value: profile,
          },
          {
            Namespace: 'aws:elasticbeanstalk:application:environment',
            OptionName: 'COLOUR',
            Value: colour,
          },
        ],
      },
    },
  },
  Outputs: { Address: { Value: { 'Fn::GetAtt': ['Web', 'EndpointURL'] } } },
});

const wait = { minDelay: 1, maxDelay: 1, maxWaitTime: 60 };

it('is launched, changed and removed by a stack; calls are judged on the environment that they name', async () => {
  const StackName = 'shop';
  const stack = { StackName, Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
  await stacks.send(new CreateStackCommand({ ...stack, TemplateBody: JSON.stringify(template('blue')) }));
  await waitUntilStackCreateComplete({ ...wait, client: stacks }, { StackName });
  const { Environments } = await eb.send(new DescribeEnvironmentsCommand({ EnvironmentNames: ['web-prod'] }));
  expect(Environments).toMatchObject([{ Status: 'Ready', Health: 'Green', ApplicationName: 'shop' }]);
  expect(await askAt(Environments?.[0]?.CNAME ?? '')).toContain('sample application');

  const sts = new STSClient({ endpoint: cloud.account.endpoint, region: 'us-east-1', credentials });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/caller', RoleSessionName: 'test' }),
  );
  sts.destroy();
  const caller = new ElasticBeanstalkClient({
    endpoint: cloud.account.endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
  await caller.send(new DescribeEventsCommand({ EnvironmentName: 'web-prod' }));
  await expect(caller.send(new DescribeEventsCommand({ ApplicationName: 'shop' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(':application/shop '),
  });
  await expect(
    caller.send(new DescribeEnvironmentsCommand({ EnvironmentNames: ['web-prod'] })),
  ).rejects.toThrow('is not authorized to perform: elasticbeanstalk:DescribeEnvironments');
  caller.destroy();

  await stacks.send(new UpdateStackCommand({ ...stack, TemplateBody: JSON.stringify(template('green')) }));
  await waitUntilStackUpdateComplete({ ...wait, client: stacks }, { StackName });
  const { Events = [] } = await eb.send(new DescribeEventsCommand({ EnvironmentName: 'web-prod' }));
  expect(Events.map(({ Message }) => Message)).toContain(
    'Successfully deployed new configuration to environment.',
  );
  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ ...wait, client: stacks }, { StackName });
  const gone = await eb.send(new DescribeEnvironmentsCommand({ IncludeDeleted: false }));
  expect(gone.Environments).toEqual([]);
});

it('fails where an instance profile is named that there is not', async () => {
  const StackName = 'bad';
  const body = template('blue', 'nobody');
  await stacks.send(
    new CreateStackCommand({
      StackName,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      TemplateBody: JSON.stringify(body),
    }),
  );
  await expect(waitUntilStackCreateComplete({ ...wait, client: stacks }, { StackName })).rejects.toThrow();
  const { Events = [] } = await eb.send(
    new DescribeEventsCommand({ EnvironmentName: 'web-prod', Severity: 'ERROR' }),
  );
  expect(Events.map(({ Message }) => Message)).toEqual([
    'Failed to launch environment.',
    'The instance profile nobody associated with the environment does not exist.',
  ]);
});
