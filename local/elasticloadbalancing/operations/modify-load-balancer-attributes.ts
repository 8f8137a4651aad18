import type {
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { asAttributes, setAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';

export const modifyLoadBalancerAttributes =
  ({ registry }: Context): Operation<ModifyLoadBalancerAttributesInput, ModifyLoadBalancerAttributesOutput> =>
  (input) => {
    const { attributes } = registry.balancer(input.LoadBalancerArn ?? '');
    setAttributes(attributes, input.Attributes ?? []);
    return { Attributes: asAttributes(attributes) };
  };
