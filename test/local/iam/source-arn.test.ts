import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { RunTaskCommand } from '@aws-sdk/client-ecs';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createCodebuild } from '../../../local/codebuild/index.ts';
import { createIam } from '../../../local/iam/index.ts';
import { localEcs } from '../ecs/local-ecs.ts';
import { throughGateway } from '../through-gateway.ts';
import { HERE, judgedCloud } from './judged-cloud.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const trust = (Principal: object, sourceArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
      Condition: { ArnLike: { 'aws:SourceArn': sourceArn } },
    },
  ],
});

/** IAM by itself, with a role that a service may take for that ARN only. */
async function roleFor(Service: string, sourceArn: string) {
  const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '/tmp' };
  const iam = createIam({ account, clock: new Clock() });
  const role = await iam.resources?.['AWS::IAM::Role']?.create({
    stackName: 'stack',
    logicalId: 'Role',
    generatedName: 'role',
    properties: { AssumeRolePolicyDocument: trust({ Service }, sourceArn) },
  });
  return { account, identities: iam.identities, role: String(role?.attributes.Arn) };
}

describe('a role that is trusted to a service for some resources only', () => {
  it.each([
    [`arn:aws:ecs:${HERE}:*`, undefined],
    [`arn:aws:ecs:*:000000000000:*`, undefined],
    // "to specify a specific cluster is not currently supported" (developer guide, "Amazon ECS task IAM role")
    [`arn:aws:ecs:${HERE}:cluster/main`, 'ECS was unable to assume the role'],
    [`arn:aws:ecs:us-east-1:111111111111:*`, 'ECS was unable to assume the role'],
  ])('is taken for tasks where they are of %s', async (sourceArn, refused) => {
    const { identities, role } = await roleFor('ecs-tasks.amazonaws.com', sourceArn);
    const local = await localEcs({ web: {} }, { identities });
    ending.push(() => local.close());
    const taskDefinition = await local.revision('web');
    const awsvpcConfiguration = { subnets: ['subnet-a'] };
    const overrides = { taskRoleArn: role, executionRoleArn: role };
    const running = local.ecs.send(
      new RunTaskCommand({
        cluster: 'main',
        launchType: 'FARGATE',
        taskDefinition,
        networkConfiguration: { awsvpcConfiguration },
        overrides,
      }),
    );
    if (refused === undefined) expect((await running).tasks).toHaveLength(1);
    else await expect(running).rejects.toThrow(refused);
  });

  it.each([
    ['web', 'SUCCEEDED'],
    ['other', 'FAILED'],
  ])('is taken for builds where they are of the project %s', async (project, status) => {
    const arn = `arn:aws:codebuild:${HERE}:project/${project}`;
    const { account, identities, role } = await roleFor('codebuild.amazonaws.com', arn);
    const part = createCodebuild({
      account,
      clock: new Clock(),
      engine: { buildTools: { path: [], environment: {} } },
      events: { put: () => undefined },
      logs: { write: () => undefined, exists: () => true },
      parameters: { value: () => '' },
      identities,
    });
    ending.push(() => part.close?.());
    const { config, close } = await throughGateway(part);
    ending.push(close);
    const client = new CodeBuildClient(config);
    await client.send(
      new CreateProjectCommand({
        name: 'web',
        serviceRole: role,
        source: { type: 'NO_SOURCE', buildspec: '{version: 0.2, phases: {build: {commands: [":"]}}}' },
        artifacts: { type: 'NO_ARTIFACTS' },
        environment: { type: 'LINUX_CONTAINER', image: 'standard', computeType: 'BUILD_GENERAL1_SMALL' },
      }),
    );
    const { build } = await client.send(new StartBuildCommand({ projectName: 'web' }));
    await vi.waitFor(
      async () => {
        const { builds = [] } = await client.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ''] }));
        const provisioned = builds[0]?.phases?.find(({ phaseType }) => phaseType === 'PROVISIONING');
        expect(provisioned?.phaseStatus).toBe(status);
      },
      { timeout: 8000 },
    );
  });

  describe('in a cloud that judges', () => {
    async function setUp() {
      const cloud = await judgedCloud();
      ending.push(() => cloud.close());
      const sqs = new SQSClient(cloud.owner);
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'queue' }));
      const iam = new IAMClient(cloud.owner);
      return {
        owner: cloud.owner,
        queue: `arn:aws:sqs:${HERE}:queue`,
        bodies: async () => {
          const asked = { QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 };
          return (await sqs.send(new ReceiveMessageCommand(asked))).Messages?.map(({ Body }) => Body) ?? [];
        },
        role: async (RoleName: string, Principal: object, sourceArn: string) => {
          const AssumeRolePolicyDocument = JSON.stringify(trust(Principal, sourceArn));
          await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
          const Statement = { Effect: 'Allow', Action: ['sqs:*', 'events:*'], Resource: '*' };
          const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
          await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
          return `arn:aws:iam::000000000000:role/${RoleName}`;
        },
      };
    }

    it('is taken for schedules of a group, not for one of them', async () => {
      const { owner, role, queue, bodies } = await setUp();
      const scheduler = new SchedulerClient(owner);
      const create = async (Name: string, sourceArn: string) => {
        const RoleArn = await role(Name, { Service: 'scheduler.amazonaws.com' }, sourceArn);
        const Target = { Arn: queue, RoleArn, Input: Name };
        const schedule = { Name, ScheduleExpression: 'rate(1 minute)', Target };
        return scheduler.send(
          new CreateScheduleCommand({ ...schedule, FlexibleTimeWindow: { Mode: 'OFF' } }),
        );
      };
      await expect(create('one', `arn:aws:scheduler:${HERE}:schedule/default/one`)).rejects.toThrow(
        'must allow AWS EventBridge Scheduler to assume the role',
      );
      await create('group', `arn:aws:scheduler:${HERE}:schedule-group/default`);
      await vi.waitFor(async () => expect(await bodies()).toContain('group'), { timeout: 8000 });
    });

    it('is taken for a rule of EventBridge', async () => {
      const { owner, role, queue, bodies } = await setUp();
      const events = new EventBridgeClient(owner);
      const put = async (Rule: string, sourceArn: string) => {
        const RoleArn = await role(`of-${Rule}`, { Service: 'events.amazonaws.com' }, sourceArn);
        await events.send(new PutRuleCommand({ Name: Rule, EventPattern: '{"source":["s"]}' }));
        const Targets = [{ Id: 't', Arn: queue, RoleArn, InputPath: '$.source' }];
        await events.send(new PutTargetsCommand({ Rule, Targets }));
      };
      await put('wrong', `arn:aws:events:${HERE}:rule/another`);
      await put('right', `arn:aws:events:${HERE}:rule/right`);
      await events.send(new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 'T', Detail: '{}' }] }));
      expect(await bodies()).toEqual(['"s"']);
    });

    it('is not taken by people, who come for nothing else', async () => {
      const { owner, role } = await setUp();
      const RoleArn = await role('people', { AWS: '*' }, '*');
      const taking = new STSClient(owner).send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'somebody' }),
      );
      await expect(taking).rejects.toThrow('is not authorized to perform: sts:AssumeRole');
    });

    it.each(['ec2.amazonaws.com', 'ecs.amazonaws.com', 'lambda.amazonaws.com'])(
      'is refused by name for %s, which AWS tells nothing of',
      async (Service) => {
        const { role } = await setUp();
        await expect(role('unsourced', { Service }, '*')).rejects.toMatchObject({
          name: 'MalformedPolicyDocumentException',
          message: expect.stringContaining(`with which aws:SourceArn ${Service} takes a role`),
        });
      },
    );
  });
});
