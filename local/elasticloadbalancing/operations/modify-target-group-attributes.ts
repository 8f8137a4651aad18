import type {
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { asAttributes, setAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { forwardsOf, type Registry } from '../registry.ts';

export const modifyTargetGroupAttributes =
  ({ registry }: Context): Operation<ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput> =>
  (input) => {
    const group = registry.group(input.TargetGroupArn ?? '');
    const changes = input.Attributes ?? [];
    if (changes.some(({ Key, Value }) => Key === 'stickiness.enabled' && Value === 'true'))
      checkRules(registry, group.arn);
    setAttributes(group.attributes, changes);
    return { Attributes: asAttributes(group.attributes) };
  };

/** "Sticky sessions for your Application Load Balancer", Considerations: rules with several groups. */
function checkRules(registry: Registry, arn: string): void {
  for (const listener of registry.listeners.values())
    for (const { actions } of listener.rules.values())
      for (const action of actions) {
        const groups = forwardsOf(action);
        const isSticky = action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled;
        if (groups.length > 1 && !isSticky && groups.some((group) => group.arn === arn))
          throw new AwsError(
            'InvalidConfigurationRequestException',
            'This target group appears behind a rule with group stickiness disabled ' +
              `(${listener.arn}). You must enable group stickiness before enabling target stickiness`,
          );
      }
}
