import { expect, it } from 'vitest';
import { neededAccess } from '../../../local/iam/access/needed-access.ts';
import { checkPolicy } from '../../../local/iam/policy/check.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
const arn = (service: string, rest: string) =>
  rest.startsWith('arn:') ? rest : `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const needed = (service: string, operation: string, input: object) =>
  neededAccess({ service, operation }, input, { account, arn, executionOfCallback: () => undefined });

const balancer = 'elastic-load-balancing-v2';
const elb = (rest: string) => arn('elasticloadbalancing', rest);
const Tags = [{ Key: 'k', Value: 'v' }];

it.each([
  [balancer, 'CreateTargetGroup', { Name: 'n', Tags }, 'AddTags', elb('targetgroup/n/*')],
  [balancer, 'CreateLoadBalancer', { Name: 'n', Tags }, 'AddTags', elb('loadbalancer/app/n/*')],
  [
    balancer,
    'CreateListener',
    { LoadBalancerArn: elb('loadbalancer/app/n/1'), Tags },
    'AddTags',
    elb('listener/app/n/1/*'),
  ],
  [
    balancer,
    'CreateRule',
    { ListenerArn: elb('listener/app/n/1/2'), Tags },
    'AddTags',
    elb('listener-rule/app/n/1/2/*'),
  ],
  [
    'lambda',
    'CreateFunction',
    { FunctionName: 'f', Tags: { k: 'v' } },
    'TagResource',
    arn('lambda', 'function:f'),
  ],
  ['cloudwatch', 'PutMetricAlarm', { AlarmName: 'a', Tags }, 'TagResource', arn('cloudwatch', 'alarm:a')],
  ['dynamodb', 'CreateTable', { TableName: 't', Tags: [] }, 'TagResource', arn('dynamodb', 'table/t')],
  ['iam', 'CreateRole', { RoleName: 'r', Tags }, 'TagRole', '*'],
])('%s.%s with tags takes the right to give them', (service, operation, input, action, resource) => {
  const [own, ...more] = needed(service, operation, input);
  const prefix = own?.action.replace(/:.*/, '');
  expect(more).toMatchObject([{ action: `${prefix}:${action}`, resource }]);
});

it('takes no such right where there are none', () => {
  expect(needed(balancer, 'CreateTargetGroup', { Name: 'n', Tags: [] })).toHaveLength(1);
  expect(needed('lambda', 'CreateFunction', { FunctionName: 'f', Tags: {} })).toHaveLength(1);
  expect(needed('sqs', 'CreateQueue', { QueueName: 'q' })).toHaveLength(1);
});

it('tells policies what is made with the tags', () => {
  const [own, tagging] = needed(balancer, 'CreateRule', { ListenerArn: elb('listener/app/n/1/2'), Tags });
  const key = 'elasticloadbalancing:CreateAction';
  expect([own?.context, tagging?.context]).toEqual([{}, { [key]: 'CreateRule' }]);
  const statement = { Effect: 'Allow' as const, Action: 'elasticloadbalancing:AddTags', Resource: '*' };
  const Condition = { StringEquals: { [key]: 'CreateRule' } };
  const document = { Version: '2012-10-17' as const, Statement: [{ ...statement, Condition }] };
  expect(() => checkPolicy(document, 'identity')).not.toThrow();
});
