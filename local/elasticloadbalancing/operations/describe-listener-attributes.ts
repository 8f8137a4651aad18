import type {
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { asAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';

export const describeListenerAttributes =
  ({ registry }: Context): Operation<DescribeListenerAttributesInput, DescribeListenerAttributesOutput> =>
  (input) => ({ Attributes: asAttributes(registry.listener(input.ListenerArn ?? '').attributes) });
