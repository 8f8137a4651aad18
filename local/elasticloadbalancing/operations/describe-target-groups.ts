import type {
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeGroup } from '../describe.ts';
import { page } from '../paging.ts';

export const describeTargetGroups =
  ({ registry }: Context): Operation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput> =>
  (input) => {
    const all = [...registry.groups.values()];
    for (const arn of input.TargetGroupArns ?? []) registry.group(arn);
    const missing = (input.Names ?? []).filter((name) => !all.some((group) => group.name === name));
    if (missing.length > 0)
      throw new AwsError('TargetGroupNotFoundException', `Target groups '${missing}' not found`);
    const balancer =
      input.LoadBalancerArn === undefined ? undefined : registry.balancer(input.LoadBalancerArn);
    const asked = all.filter(
      ({ arn, name }) =>
        (input.TargetGroupArns?.includes(arn) ?? true) &&
        (input.Names?.includes(name) ?? true) &&
        (!balancer || registry.balancersOf(arn).includes(balancer.arn)),
    );
    const { items, ...next } = page(asked, input);
    return { TargetGroups: items.map((group) => describeGroup(registry, group)), ...next };
  };
