import {
  CloudFormationClient,
  DeleteStackCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  type AwsVpcConfiguration,
  DescribeServicesCommand,
  ECSClient,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deployStack } from '../../local/start/deploy-pipeline.ts';
import { describeTaskDefinition, registerTaskDefinition } from '../../shared/aws/raw-json.ts';
import { Stage, steps } from './stage.ts';
import { whatRuns } from './what-runs.ts';

const LOG_GROUP = '/ecs/slipway-sample/web';
const PULLS_AND_LOGS = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

let stage: Stage;

const cloudformation = () => new CloudFormationClient({});

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage?.close());

it('rejects a deployment with all that is wrong, and touches nothing', async () => {
  const before = await whatRuns();
  stage.chronicle.reset();
  const restore = await takeAway();
  const { ending } = await stage.deploy(stage.setting.launched).finally(restore);
  expect(ending?.verdict).toBe('rejected');
  expect(ending?.reason).toMatch(/^Nothing was changed: the check found \d problems\./);
  expect(ending?.reason).toContain('may not ecr:GetAuthorizationToken on *');
  expect(ending?.reason).toContain('may not ecr:BatchGetImage on arn:aws:ecr:');
  expect(ending?.reason).toContain(`The log group ${LOG_GROUP} does not exist`);
  expect(await whatRuns()).toEqual(before);
  expect(stage.chronicle.calls.filter(({ operation }) => operation === 'UpdateService')).toEqual([]);
});

it('tells a person all of that, with what to do, and by its exit code', async () => {
  const restore = await takeAway();
  const checked = await stage.cli('check', 'web').finally(restore);
  expect(checked).toMatchObject({ code: 1, err: '' });
  expect(checked.out).toContain(`error    The log group ${LOG_GROUP} does not exist: no task could start.`);
  expect(checked.out).toContain(
    'at: awslogs-group of container web of the task definition slipway-sample-web',
  );
  expect(checked.out).toContain('do: Create it, or set awslogs-create-group to "true".');
  expect(checked.out).toMatch(/\d errors, \d warnings?\. It would be rejected\./);
});

it('finds secrets that are not there, and reads none', async () => {
  const { revision = '' } = await whatRuns();
  const secrets = new SecretsManagerClient({});
  const { ARN: there = '' } = await secrets.send(
    new CreateSecretCommand({ Name: 'db', SecretString: '{"password":"hush"}' }),
  );
  const gone = there.replace(/db-.*/, 'cache-abcdef');
  const named = { TOKEN: '/app/gone', PASSWORD: `${there}:password::`, CACHE: gone };
  await update(await withSecrets(revision, named), false);
  const { ending } = await stage.deploy(stage.setting.launched);
  const checked = await stage.cli('check', 'web', '--json');
  await update(revision, true);
  expect(ending).toMatchObject({
    verdict: 'rejected',
    reason: expect.stringContaining('The parameter /app/gone does not exist.'),
  });
  expect(ending?.reason).toContain('The secret cache-abcdef does not exist.');
  expect(ending?.reason).not.toMatch(/secret db-\w+ does not exist/);
  expect(stage.chronicle.made('GetSecretValue')).toEqual([]);
  expect(checked.code).toBe(1);
  expect(checked.out).toContain('secret TOKEN of container web');
  expect(checked.out).toContain('The circuit breaker is off');
});

it('finds that subnets and security groups are in several VPCs, or are gone', async () => {
  const before = await networkNow();
  const { Subnet = '', Group = '' } = await deployStack(cloudformation(), 'elsewhere', ELSEWHERE, {});
  await scale(0, { subnets: [Subnet], securityGroups: [...(before?.securityGroups ?? []), Group] });
  stage.chronicle.reset();
  const apart = await stage.cli('check', 'web');
  await cloudformation().send(new DeleteStackCommand({ StackName: 'elsewhere' }));
  await waitUntilStackDeleteComplete(
    { client: cloudformation(), maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
    { StackName: 'elsewhere' },
  );
  const gone = await stage.cli('check', 'web');
  await scale(2, before);
  expect(apart).toMatchObject({ code: 1, err: '' });
  expect(apart.out).toContain('error    Its subnets and security groups are in several VPCs: vpc-');
  expect(apart.out).not.toContain('does not exist');
  expect(gone).toMatchObject({ code: 1, err: '' });
  expect(gone.out).toContain(`error    The subnet ${Subnet} does not exist.`);
  expect(gone.out).toContain(`error    The security group ${Group} does not exist.`);
  expect(gone.out).not.toContain('several VPCs');
  expect(stage.chronicle.made('DescribeSubnets', 'PlanDeployment')).toHaveLength(2);
});

it('finds nothing to say of a service that is well', async () => {
  const record = await stage.deploy(stage.setting.launched);
  expect(record.ending?.verdict).toBe('verified');
  expect(steps(record)).not.toContain('checked');
  const checked = await stage.cli('check', 'web', '--json');
  expect(checked).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(checked.out)).toMatchObject({ kind: 'check', targets: [{ name: 'web', findings: [] }] });
});

async function withSecrets(revision: string, named: Record<string, string>): Promise<string> {
  const { taskDefinition } = await describeTaskDefinition(new ECSClient({}), revision);
  // As ECS described it: a family, one container, and what it takes back.
  const { family, containerDefinitions, ...whole } = taskDefinition as {
    family: string;
    containerDefinitions: [object];
  } & Record<string, string>;
  const [container] = containerDefinitions;
  const secrets = Object.entries(named).map(([name, valueFrom]) => ({ name, valueFrom }));
  const { cpu = '', memory = '', networkMode = '', executionRoleArn = '' } = whole;
  return registerTaskDefinition(new ECSClient({}), {
    family,
    cpu,
    memory,
    networkMode,
    executionRoleArn,
    containerDefinitions: [{ ...container, secrets }],
  });
}

/** What somebody else does to the service. Without the circuit breaker ECS does not go back by itself. */
async function update(taskDefinition: string, breaker: boolean): Promise<void> {
  await new ECSClient({}).send(
    new UpdateServiceCommand({
      cluster: 'slipway-sample',
      service: 'web',
      taskDefinition,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: breaker, rollback: breaker } },
    }),
  );
}

/** Another VPC. */
const ELSEWHERE = {
  TemplateBody: JSON.stringify({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.9.0.0/24' } },
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: 'elsewhere' },
      },
    },
    Outputs: {
      Subnet: { Value: { Ref: 'Subnet' } },
      Group: { Value: { 'Fn::GetAtt': ['Group', 'GroupId'] } },
    },
  }),
};

const WEB = { cluster: 'slipway-sample', service: 'web' };

async function networkNow(): Promise<AwsVpcConfiguration | undefined> {
  const { services } = await new ECSClient({}).send(
    new DescribeServicesCommand({ cluster: WEB.cluster, services: [WEB.service] }),
  );
  return services?.[0]?.networkConfiguration?.awsvpcConfiguration;
}

/** Without tasks, a service's network can be taken away from under it. Waits until all of its tasks run, or have gone. */
async function scale(desiredCount: number, awsvpcConfiguration: AwsVpcConfiguration | undefined) {
  const ecs = new ECSClient({});
  const networkConfiguration = { awsvpcConfiguration };
  await ecs.send(new UpdateServiceCommand({ ...WEB, desiredCount, networkConfiguration }));
  await stage.chronicle.until(`${desiredCount} tasks`, 60_000, async () => {
    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: WEB.cluster, services: [WEB.service] }),
    );
    const [{ deployments = [], runningCount = 0 } = {}] = services ?? [];
    return deployments.length === 1 && runningCount === desiredCount;
  });
}

/** Takes the log group and the execution role's policy away. How to put them back. */
async function takeAway(): Promise<() => Promise<void>> {
  const logs = new CloudWatchLogsClient({});
  const iam = new IAMClient({});
  const RoleName = await executionRole(iam);
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: PULLS_AND_LOGS }));
  await logs.send(new DeleteLogGroupCommand({ logGroupName: LOG_GROUP }));
  return async () => {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: PULLS_AND_LOGS }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  };
}

async function executionRole(client: IAMClient): Promise<string | undefined> {
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    const found = Roles.find(({ RoleName }) => RoleName?.includes('ExecutionRole'));
    if (found !== undefined) return found.RoleName;
  }
  return undefined;
}
