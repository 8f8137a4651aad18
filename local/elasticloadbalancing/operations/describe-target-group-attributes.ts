import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { asAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';

export const describeTargetGroupAttributes =
  ({
    registry,
  }: Context): Operation<DescribeTargetGroupAttributesInput, DescribeTargetGroupAttributesOutput> =>
  (input) => ({ Attributes: asAttributes(registry.group(input.TargetGroupArn ?? '').attributes) });
