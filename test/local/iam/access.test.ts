import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import { loadModel } from '../../../local/gateway/model.ts';
import { createJudge } from '../../../local/iam/access/judge.ts';
import { Judgements } from '../../../local/iam/access/judgements.ts';
import { ACCESS_RULES, neededAccess } from '../../../local/iam/access/needed-access.ts';
import { createIam } from '../../../local/iam/index.ts';
import { createSsm } from '../../../local/ssm/index.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
const AWS = 'arn:aws';
const HERE = 'us-east-1:000000000000';
const execution = `${AWS}:lambda:${HERE}:function:run:3/durable-execution/name/1`;
const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
const scope = {
  account,
  arn: (service: string, rest: string) =>
    rest.startsWith('arn:') ? rest : `${AWS}:${service}:${HERE}:${rest}`,
  executionOfCallback: () => execution,
  rolesOf: () => ({ executionRoleArn: role('execution'), taskRoleArn: role('task') }),
  profiles: { roleOf: () => ({ arn: role('instance') }) },
};

const option = (Namespace: string, OptionName: string, Value: string) => ({ Namespace, OptionName, Value });

describe('what a call needs', () => {
  it.each(Object.keys(ACCESS_RULES))('is told for operations that %s has', async (client) => {
    const { operations } = await loadModel(client);
    const { resources = {}, actions = {}, more = {} } = ACCESS_RULES[client] ?? {};
    for (const name of Object.keys({ ...resources, ...actions, ...more }))
      expect(operations.has(name), name).toBe(true);
  });

  it.each([
    ['dynamodb', 'Query', { TableName: 't', IndexName: 'i' }, ['dynamodb:Query dynamodb table/t/index/i']],
    ['ecs', 'UpdateService', { cluster: 'c', service: 's' }, ['ecs:UpdateService ecs service/c/s']],
    ['ecs', 'ListTasks', {}, ['ecs:ListTasks *']],
    [
      'ecs',
      'CreateService',
      { cluster: 'c', serviceName: 's', tags: [{ key: 'a' }] },
      ['ecs:CreateService ecs service/c/s', 'ecs:TagResource ecs service/c/s'],
    ],
    ['ecs', 'UpdateCluster', { cluster: 'c' }, ['ecs:UpdateCluster ecs cluster/c']],
    [
      'ecs',
      'DescribeServiceRevisions',
      {
        serviceRevisionArns: ['1', '2'].map((id) => `${AWS}:ecs:${HERE}:service-revision/c/s/${id}`),
      },
      [
        'ecs:DescribeServiceRevisions ecs service/c/s',
        'ecs:DescribeServiceRevisions ecs service-revision/c/s/1',
        'ecs:DescribeServiceRevisions ecs service-revision/c/s/2',
      ],
    ],
    [
      'ecs',
      'StopServiceDeployment',
      { serviceDeploymentArn: `${AWS}:ecs:${HERE}:service-deployment/c/s/1` },
      ['ecs:StopServiceDeployment ecs service/c/s', 'ecs:StopServiceDeployment ecs service-deployment/c/s/1'],
    ],
    [
      'ecs',
      'RegisterTaskDefinition',
      { family: 'f', tags: [{ key: 'a' }], taskRoleArn: 'arn:aws:iam::000000000000:role/task' },
      [
        'ecs:RegisterTaskDefinition ecs task-definition/f:*',
        'ecs:TagResource ecs task-definition/f:*',
        'iam:PassRole arn:aws:iam::000000000000:role/task',
      ],
    ],
    [
      'ecs',
      'RunTask',
      { cluster: 'c', taskDefinition: 'f:1', tags: [{ key: 'a' }] },
      [
        'ecs:RunTask ecs task-definition/f:1',
        'ecs:TagResource ecs task/c/*',
        `iam:PassRole ${role('execution')}`,
        `iam:PassRole ${role('task')}`,
      ],
    ],
    [
      'ecs',
      'RunTask',
      { cluster: 'c', taskDefinition: 'f', overrides: { taskRoleArn: role('execution') } },
      ['ecs:RunTask ecs task-definition/f', `iam:PassRole ${role('execution')}`],
    ],
    ['apigatewayv2', 'GetApis', {}, ['apigateway:GET arn:aws:apigateway:us-east-1::/apis']],
    [
      'apigatewayv2',
      'GetRoutes',
      { ApiId: 'a' },
      ['apigateway:GET arn:aws:apigateway:us-east-1::/apis/a/routes'],
    ],
    ['codebuild', 'BatchGetBuilds', { ids: ['p:1'] }, ['codebuild:BatchGetBuilds codebuild project/p']],
    [
      'codebuild',
      'StartBuild',
      { projectName: 'p', serviceRoleOverride: role('build') },
      ['codebuild:StartBuild codebuild project/p', `iam:PassRole ${role('build')}`],
    ],
    [
      'elastic-beanstalk',
      'CreateEnvironment',
      {
        ApplicationName: 'a',
        EnvironmentName: 'e',
        OptionSettings: [
          option('aws:elasticbeanstalk:environment', 'ServiceRole', 'service'),
          option('aws:autoscaling:launchconfiguration', 'IamInstanceProfile', 'profile'),
        ],
      },
      [
        'elasticbeanstalk:CreateEnvironment elasticbeanstalk environment/a/e',
        `iam:PassRole ${role('service')}`,
        `iam:PassRole ${role('instance')}`,
      ],
    ],
    [
      'elastic-beanstalk',
      'UpdateTagsForResource',
      {
        ResourceArn: `${AWS}:elasticbeanstalk:${HERE}:application/a`,
        TagsToAdd: [{ Key: 'k', Value: 'v' }],
        TagsToRemove: ['old'],
      },
      [
        'elasticbeanstalk:AddTags elasticbeanstalk application/a',
        'elasticbeanstalk:RemoveTags elasticbeanstalk application/a',
      ],
    ],
    [
      'lambda',
      'Invoke',
      { FunctionName: 'f', Qualifier: 'live' },
      ['lambda:InvokeFunction lambda function:f:live'],
    ],
    [
      'lambda',
      'CheckpointDurableExecution',
      { DurableExecutionArn: execution },
      ['lambda:CheckpointDurableExecution lambda function:run:3/durable-execution/name/1'],
    ],
    [
      'lambda',
      'SendDurableExecutionCallbackSuccess',
      { CallbackId: 'x' },
      ['lambda:SendDurableExecutionCallbackSuccess lambda function:run:3/durable-execution/name/1'],
    ],
    [
      'eventbridge',
      'PutEvents',
      { Entries: [{}, { EventBusName: 'b' }] },
      ['events:PutEvents events event-bus/default', 'events:PutEvents events event-bus/b'],
    ],
    [
      'eventbridge',
      'PutRule',
      { Name: 'r', EventBusName: 'b', RoleArn: role('sends'), Tags: [{ Key: 'k', Value: 'v' }] },
      [
        'events:PutRule events rule/b/r',
        'events:TagResource events rule/b/r',
        `iam:PassRole ${role('sends')}`,
      ],
    ],
    ['eventbridge', 'PutTargets', { Rule: 'r', Targets: [] }, ['events:PutTargets events rule/r']],
    ['scheduler', 'GetSchedule', { Name: 's' }, ['scheduler:GetSchedule scheduler schedule/default/s']],
    [
      'cloudformation',
      'CreateChangeSet',
      { StackName: 's', ChangeSetName: 'c', RoleARN: role('makes') },
      ['cloudformation:CreateChangeSet cloudformation stack/s/*', `iam:PassRole ${role('makes')}`],
    ],
    ['cloudformation', 'DescribeStacks', {}, ['cloudformation:DescribeStacks *']],
    ['codebuild', 'BatchGetProjects', { names: ['p'] }, ['codebuild:BatchGetProjects codebuild project/p']],
    [
      'ecr',
      'CreateRepository',
      { repositoryName: 'r', tags: [{ Key: 'k', Value: 'v' }] },
      ['ecr:CreateRepository ecr repository/r', 'ecr:TagResource ecr repository/r'],
    ],
    [
      'iam',
      'AddRoleToInstanceProfile',
      { InstanceProfileName: 'p', RoleName: 'instance' },
      ['iam:AddRoleToInstanceProfile *', `iam:PassRole ${role('instance')}`],
    ],
    ['ssm', 'GetParameter', { Name: '/a/b:2' }, ['ssm:GetParameter ssm parameter/a/b']],
    [
      'ssm',
      'GetParameter',
      { Name: `${AWS}:ssm:${HERE}:parameter/a:2` },
      ['ssm:GetParameter ssm parameter/a'],
    ],
    ['sqs', 'CreateQueue', { QueueName: 'q' }, ['sqs:CreateQueue sqs q']],
    ['sqs', 'SendMessage', { QueueUrl: 'http://127.0.0.1:1/0/q' }, ['sqs:SendMessage sqs q']],
    ['sts', 'GetCallerIdentity', {}, []],
  ])('%s.%s', (service, operation, input, expected) => {
    const needed = neededAccess({ service, operation }, input, scope);
    const brief = needed.map(({ action, resource }) =>
      `${action} ${resource}`.replace(new RegExp(`${AWS}:(\\w+):${HERE}:`), '$1 '),
    );
    expect(brief).toEqual(expected);
  });
});

describe('the cluster that ECS tells policies of', () => {
  const arn = (rest: string) => `${AWS}:ecs:${HERE}:${rest}`;
  const told = (operation: string, input: object) =>
    neededAccess({ service: 'ecs', operation }, input, scope).map(({ context }) => context);

  it('is that of the ARN, and the one of the request where that names none', () => {
    const inMain = { 'ecs:cluster': arn('cluster/main') };
    const serviceDeploymentArn = arn('service-deployment/main/web/1');
    expect(told('StopServiceDeployment', { serviceDeploymentArn })).toEqual([
      inMain,
      { ...inMain, 'ecs:service': arn('service/main/web') },
    ]);
    expect(told('UpdateService', { service: arn('service/main/web') })).toEqual([inMain]);
    expect(told('RunTask', { cluster: 'main', taskDefinition: 'f:1' })[0]).toEqual(inMain);
    expect(told('ListTasks', {})).toEqual([{ 'ecs:cluster': arn('cluster/default') }]);
  });

  it('is none where an action has no such key', () => {
    expect(told('DescribeTaskDefinition', { taskDefinition: 'f:1' })).toEqual([{}]);
    expect(told('DescribeClusters', { clusters: ['main'] })).toEqual([{}]);
  });
});

it('lets a role do in the cloud what its policies allow, and its owner everything', async () => {
  const clock = new Clock();
  const iam = createIam({ account, clock });
  const ssm = createSsm({ account, clock });
  const services = [iam, ssm].flatMap(({ service }) => service ?? []);
  const gateway = await createGateway({ services, identities: iam.identities });
  const used: string[] = [];
  const judgements = new Judgements();
  judgements.on(({ allowed, access, statement }) => {
    if (allowed) used.push(`${statement?.sid} ${access.action}`);
  });
  gateway.intercept({
    before: createJudge({
      account,
      clock,
      sessions: iam.identities,
      judgements,
      lookups: { executionOfCallback: () => undefined },
    }),
  });
  const settings = {
    endpoint: `http://127.0.0.1:${await gateway.listen(0)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAOWNER', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  try {
    const owner = new SSMClient(settings);
    for (const Name of ['/mine/key', '/theirs/key'])
      await owner.send(new PutParameterCommand({ Name, Value: 'v', Type: 'String' }));
    const role = await iam.resources?.['AWS::IAM::Role']?.create({
      stackName: 's',
      logicalId: 'Role',
      generatedName: 's-Role-1',
      properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [
          {
            PolicyName: 'read',
            PolicyDocument: {
              Statement: {
                Sid: 'Mine',
                Effect: 'Allow',
                Action: 'ssm:GetParameter',
                Resource: `${AWS}:ssm:${HERE}:parameter/mine/*`,
              },
            },
          },
        ],
      },
    });
    const credentials = iam.identities.assume(String(role?.attributes.Arn), 'fn', {
      service: 'lambda.amazonaws.com',
    });
    const asRole = new SSMClient({ ...settings, credentials });
    const read = (Name: string) => asRole.send(new GetParameterCommand({ Name }));
    expect((await read('/mine/key')).Parameter?.Value).toBe('v');
    await expect(read('/theirs/key')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/s-Role-1/fn is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:us-east-1:000000000000:parameter/theirs/key because no identity-based policy allows the ssm:GetParameter action',
    });
    expect(used).toEqual(['Mine ssm:GetParameter']);
  } finally {
    await gateway.close();
  }
});
