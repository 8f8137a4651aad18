import { ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { CreateEnvironmentCommand, ElasticBeanstalkClient } from '@aws-sdk/client-elastic-beanstalk';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../local/cloud.ts';

const ROLE = 'arn:aws:iam::000000000000:role/';

interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly maxAttempts: number;
}

let cloud: Cloud;
let owner: Settings;
/** A role that may do all of two services, and hand nothing to anybody. */
let passing: Settings;

beforeAll(async () => {
  cloud = await startCloud({ engine: 'process' });
  const credentials = { accessKeyId: 'AKIAOWNER', secretAccessKey: 'local' };
  owner = { endpoint: cloud.account.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const iam = new IAMClient(owner);
  const make = (RoleName: string, Principal: object) => {
    const Statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    return iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  };
  await make('execution', { Service: 'ecs-tasks.amazonaws.com' });
  await make('instance', { Service: 'ec2.amazonaws.com' });
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'profile' }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'profile', RoleName: 'instance' }),
  );
  await make('deployer', { AWS: 'arn:aws:iam::000000000000:root' });
  const Statement = { Effect: 'Allow', Action: ['ecs:*', 'elasticbeanstalk:*'], Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'own', PolicyDocument }));
  const { Credentials } = await new STSClient(owner).send(
    new AssumeRoleCommand({ RoleArn: `${ROLE}deployer`, RoleSessionName: 'deployer' }),
  );
  passing = {
    ...owner,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  };
});
afterAll(() => cloud?.close());

describe('who may not pass a role', () => {
  it('cannot run a task of a definition that names it', async () => {
    await new ECSClient(owner).send(
      new RegisterTaskDefinitionCommand({
        ...{ family: 'job', memory: '128', executionRoleArn: `${ROLE}execution` },
        containerDefinitions: [{ name: 'app', image: 'app' }],
      }),
    );
    const running = new ECSClient(passing).send(new RunTaskCommand({ taskDefinition: 'job:1' }));
    await expect(running).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `not authorized to perform: iam:PassRole on resource: ${ROLE}execution`,
      ),
    });
  });

  it('cannot make an environment of Elastic Beanstalk whose instances would have it', async () => {
    const making = new ElasticBeanstalkClient(passing).send(
      new CreateEnvironmentCommand({
        ...{ ApplicationName: 'app', EnvironmentName: 'app-env' },
        OptionSettings: [
          {
            Namespace: 'aws:autoscaling:launchconfiguration',
            OptionName: 'IamInstanceProfile',
            Value: 'profile',
          },
        ],
      }),
    );
    await expect(making).rejects.toThrow(
      `not authorized to perform: iam:PassRole on resource: ${ROLE}instance`,
    );
  });
});
