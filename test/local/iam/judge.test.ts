import { expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import type { Call } from '../../../local/gateway/service.ts';
import { createIam } from '../../../local/iam/index.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:1',
  folder: '/nowhere',
};
const ARN = 'arn:aws:ecs:us-east-1:000000000000';

/** A session of a role with these statements, as a function has one. */
async function callerWith(...Statement: object[]) {
  const iam = createIam({ account, clock: new Clock() });
  const Principal = { Service: 'lambda.amazonaws.com' };
  await iam.resources?.['AWS::IAM::Role']?.create({
    stackName: 's',
    logicalId: 'Role',
    generatedName: 'role',
    properties: {
      RoleName: 'role',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  });
  const { accessKeyId } = iam.identities.assume('arn:aws:iam::000000000000:role/role', 'session', {
    service: 'lambda.amazonaws.com',
  });
  const caller = iam.identities.callerOf(accessKeyId);
  return (service: string, operation: string, input: object) => () =>
    iam.judge.call({ service, operation, caller, requestId: 'r' } satisfies Call, input);
}

const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

it('lets a role do what its policy names, on what it names, and nothing else', async () => {
  const call = await callerWith(allow('ecs:UpdateService', `${ARN}:service/web/*`));
  expect(call('ecs', 'UpdateService', { cluster: 'web', service: 'web' })).not.toThrow();
  expect(call('ecs', 'UpdateService', { cluster: 'other', service: 'web' })).toThrow(
    'is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:us-east-1:000000000000:service/other/web because no identity-based policy allows',
  );
  expect(call('ecs', 'DeleteService', { cluster: 'web', service: 'web' })).toThrow('ecs:DeleteService');
});

it('names actions as IAM does, where the operation is called otherwise', async () => {
  const call = await callerWith(
    allow('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:000000000000:function:f:*'),
  );
  expect(
    call('lambda', 'Invoke', { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:f:live' }),
  ).not.toThrow();
  // An unqualified call is not one of an alias.
  expect(call('lambda', 'Invoke', { FunctionName: 'f' })).toThrow('lambda:InvokeFunction');
});

it('asks for the right to pass each role of a task definition, to tasks only', async () => {
  const register = allow('ecs:RegisterTaskDefinition', '*');
  const executionRoleArn = 'arn:aws:iam::000000000000:role/execution';
  const input = { family: 'web', containerDefinitions: [], executionRoleArn };
  expect((await callerWith(register))('ecs', 'RegisterTaskDefinition', input)).toThrow(
    'iam:PassRole on resource: arn:aws:iam::000000000000:role/execution',
  );
  const toTasks = { Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } };
  expect(
    (await callerWith(register, allow('iam:PassRole', '*', toTasks)))('ecs', 'RegisterTaskDefinition', input),
  ).not.toThrow();
  const toOthers = { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } };
  expect(
    (await callerWith(register, allow('iam:PassRole', '*', toOthers)))(
      'ecs',
      'RegisterTaskDefinition',
      input,
    ),
  ).toThrow('iam:PassRole');
});

it('wants * for actions that know no resource', async () => {
  const narrow = await callerWith(allow('ecs:DescribeTaskDefinition', `${ARN}:task-definition/*`));
  expect(narrow('ecs', 'DescribeTaskDefinition', { taskDefinition: 'web:1' })).toThrow(
    'ecs:DescribeTaskDefinition',
  );
  const wide = await callerWith(allow('ecs:DescribeTaskDefinition', '*'));
  expect(wide('ecs', 'DescribeTaskDefinition', { taskDefinition: 'web:1' })).not.toThrow();
});
