import type {
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeBalancer } from '../describe.ts';
import { page } from '../paging.ts';

export const describeLoadBalancers =
  ({ registry }: Context): Operation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput> =>
  (input) => {
    const all = [...registry.balancers.values()];
    for (const arn of input.LoadBalancerArns ?? []) registry.balancer(arn);
    const missing = (input.Names ?? []).filter((name) => !all.some((balancer) => balancer.name === name));
    if (missing.length > 0)
      throw new AwsError('LoadBalancerNotFoundException', `Load balancers '[${missing}]' not found`);
    const asked = all.filter(
      ({ arn, name }) =>
        (input.LoadBalancerArns?.includes(arn) ?? true) && (input.Names?.includes(name) ?? true),
    );
    const { items, ...next } = page(asked, input);
    return { LoadBalancers: items.map(describeBalancer), ...next };
  };
