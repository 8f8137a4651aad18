import type {
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { asAttributes, setAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';

export const modifyTargetGroupAttributes =
  ({ registry }: Context): Operation<ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput> =>
  (input) => {
    const { attributes } = registry.group(input.TargetGroupArn ?? '');
    setAttributes(attributes, input.Attributes ?? []);
    return { Attributes: asAttributes(attributes) };
  };
