import type {
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { asAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { setListenerAttributes } from '../listener-attributes.ts';

export const modifyListenerAttributes =
  ({ registry }: Context): Operation<ModifyListenerAttributesInput, ModifyListenerAttributesOutput> =>
  (input) => {
    const { attributes } = registry.listener(input.ListenerArn ?? '');
    setListenerAttributes(attributes, input.Attributes ?? []);
    return { Attributes: asAttributes(attributes) };
  };
