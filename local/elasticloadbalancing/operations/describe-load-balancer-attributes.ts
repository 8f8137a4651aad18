import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { asAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';

export const describeLoadBalancerAttributes =
  ({
    registry,
  }: Context): Operation<DescribeLoadBalancerAttributesInput, DescribeLoadBalancerAttributesOutput> =>
  (input) => ({ Attributes: asAttributes(registry.balancer(input.LoadBalancerArn ?? '').attributes) });
