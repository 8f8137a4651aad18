import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import type { Properties, Resource } from '../../../local/cloudformation/provider.ts';
import { freePort } from '../free-port.ts';
import { balanced } from './balanced.ts';

type Kind = 'LoadBalancer' | 'TargetGroup' | 'Listener' | 'ListenerRule' | 'ListenerCertificate';

async function stack() {
  const lb = await balanced();
  const provider = (kind: Kind) => {
    const found = lb.part.resources?.[`AWS::ElasticLoadBalancingV2::${kind}`];
    if (!found) throw new Error(`${kind} is not there`);
    return found;
  };
  const names = { stackName: 's', logicalId: 'L', generatedName: 'stack-Logical-1A2B3C' };
  return {
    ...lb,
    create: async (kind: Kind, properties: Properties) => provider(kind).create({ ...names, properties }),
    update: async (kind: Kind, resource: Resource, previous: Properties, properties: Properties) =>
      provider(kind).update({ ...names, resource, previous, properties }),
  };
}

const balancer = {
  Subnets: ['subnet-a', 'subnet-b'],
  LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: 30 }],
  Tags: [{ Key: 'a', Value: '1' }],
};
const group = {
  Protocol: 'HTTP',
  Port: '80',
  VpcId: 'vpc-1',
  TargetType: 'ip',
  Targets: [{ Id: '10.0.9.1', Port: '8080' }, { Id: '10.0.9.2' }],
};

it('changes in place what AWS changes in place', async () => {
  const { elb, create, update } = await stack();
  const made = await create('LoadBalancer', balancer);
  const attribute = async (key: string) => {
    const { Attributes } = await elb.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: made.id }),
    );
    return Attributes?.find(({ Key }) => Key === key)?.Value;
  };
  expect(await attribute('idle_timeout.timeout_seconds')).toBe('30');
  await update('LoadBalancer', made, balancer, {
    Subnets: ['subnet-b', 'subnet-c'],
    Tags: [{ Key: 'b', Value: '2' }],
  });
  // What a template no longer says goes back to AWS's default.
  expect(await attribute('idle_timeout.timeout_seconds')).toBe('60');
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [made.id] }));
  expect(LoadBalancers?.[0]?.AvailabilityZones?.map(({ SubnetId }) => SubnetId)).toEqual([
    'subnet-b',
    'subnet-c',
  ]);
  const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns: [made.id] }));
  expect(TagDescriptions?.[0]?.Tags).toEqual([{ Key: 'b', Value: '2' }]);

  const targets = await create('TargetGroup', group);
  await update('TargetGroup', targets, group, { ...group, Targets: [{ Id: '10.0.9.2' }] });
  const { TargetHealthDescriptions } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: targets.id }),
  );
  expect(
    TargetHealthDescriptions?.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth?.State]),
  ).toEqual([
    ['10.0.9.1', 'draining'],
    ['10.0.9.2', 'unused'],
  ]);

  const listening = {
    LoadBalancerArn: made.id,
    Port: await freePort(),
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targets.id }],
  };
  const listener = await create('Listener', {
    ...listening,
    ListenerAttributes: [{ Key: 'routing.http.response.server.enabled', Value: 'false' }],
  });
  await update('Listener', listener, listening, { ...listening, Tags: [{ Key: 'c', Value: '3' }] });
  const { Listeners } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: made.id }));
  expect(Listeners?.length).toBe(1);

  const ruling = {
    ListenerArn: listener.id,
    Priority: '7',
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/a'] } }],
    Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: 200 } }],
  };
  const rule = await create('ListenerRule', ruling);
  await update('ListenerRule', rule, ruling, { ...ruling, Priority: 9 });
  const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [rule.id] }));
  expect(Rules?.[0]?.Priority).toBe('9');
});

it('leaves nothing behind of what it refuses, and does not take over what is there', async () => {
  const { elb, create } = await stack();
  const count = async () => (await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers?.length;
  const bad = [{ Key: 'idle_timeout.timeout_seconds', Value: '9999' }];
  await expect(create('LoadBalancer', { ...balancer, LoadBalancerAttributes: bad })).rejects.toThrow(
    "'1-4000'",
  );
  await expect(create('LoadBalancer', { Subnets: balancer.Subnets, Name: 'front' })).rejects.toThrow(
    'already exists',
  );
  await expect(create('TargetGroup', { ...group, TargetType: 'instance' })).rejects.toThrow('type ip only');
  await expect(create('Listener', { Weather: 'fine' })).rejects.toThrow(
    'does not support the properties [Weather]',
  );
  expect(await count()).toBe(1);
});
