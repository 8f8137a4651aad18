import type { LoadBalancers } from '../balancing.ts';
import { stackCallOf } from '../cloudformation/stack-call.ts';
import { setAttributes } from './attributes.ts';
import type { Context } from './context.ts';
import { createListener } from './operations/create-listener.ts';
import { createLoadBalancer } from './operations/create-load-balancer.ts';
import { createTargetGroup } from './operations/create-target-group.ts';
import { deleteLoadBalancer } from './operations/delete-load-balancer.ts';
import { deleteTargetGroup } from './operations/delete-target-group.ts';
import { directTraffic } from './proxy/direct-traffic.ts';

/** By the API's own code: what is made so can be described, and deleted, as on AWS. */
const call = stackCallOf('elastic-load-balancing-v2');

/** What Elastic Beanstalk may do with load balancers. */
export function loadBalancersOf(context: Context): LoadBalancers {
  const remove: LoadBalancers['remove'] = async ({ arn, targetGroupArns }) => {
    await deleteLoadBalancer(context)({ LoadBalancerArn: arn }, call('DeleteLoadBalancer'));
    for (const group of targetGroupArns)
      await deleteTargetGroup(context)({ TargetGroupArn: group }, call('DeleteTargetGroup'));
  };
  const change: LoadBalancers['change'] = (arn, health, attributes) => {
    const group = context.registry.group(arn);
    group.change({
      HealthCheckPath: health.path,
      HealthCheckIntervalSeconds: health.interval,
      HealthCheckTimeoutSeconds: health.timeout,
      HealthyThresholdCount: health.healthy,
      UnhealthyThresholdCount: health.unhealthy,
      Matcher: { HttpCode: health.codes },
    });
    setAttributes(
      group.attributes,
      Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
    );
  };
  return {
    async create({ name, port, health, attributes, tags }) {
      const balancer = await createLoadBalancer(context)(
        { Name: name, Subnets: ['subnet-00000001', 'subnet-00000002'], Tags: [...asTags(tags)] },
        call('CreateLoadBalancer'),
      );
      const made: string[] = [];
      const arn = balancer.LoadBalancers?.[0]?.LoadBalancerArn ?? '';
      const dnsName = balancer.LoadBalancers?.[0]?.DNSName ?? '';
      try {
        for (const number of [1, 2]) {
          const { TargetGroups } = await createTargetGroup(context)(
            {
              Name: `${name}-${number}`,
              Protocol: 'HTTP',
              Port: 80,
              VpcId: 'vpc-00000000',
              TargetType: 'ip',
              Tags: [...asTags(tags)],
            },
            call('CreateTargetGroup'),
          );
          made.push(TargetGroups?.[0]?.TargetGroupArn ?? '');
        }
        const [first = '', second = ''] = made;
        for (const group of made) change(group, health, attributes);
        const { Listeners } = await createListener(context)(
          {
            LoadBalancerArn: arn,
            Protocol: 'HTTP',
            Port: port,
            DefaultActions: [{ Type: 'forward', TargetGroupArn: first }],
          },
          call('CreateListener'),
        );
        return {
          arn,
          dnsName,
          listenerArn: Listeners?.[0]?.ListenerArn ?? '',
          targetGroupArns: [first, second],
        };
      } catch (error) {
        await remove({ arn, dnsName, listenerArn: '', targetGroupArns: [made[0] ?? '', made[1] ?? ''] });
        throw error;
      }
    },
    change,
    remove,
    listen: (port, dnsName, address) => context.ports.bind(port, directTraffic(context, dnsName, address)),
    entrance: (port, dnsName) => context.ports.entrance(port, dnsName),
    alias: (name, dnsName) => context.ports.alias(name, dnsName),
  };
}

const asTags = (tags: Parameters<LoadBalancers['create']>[0]['tags']) =>
  tags.map(({ Key, Value }) => ({ Key, Value }));
