import type { DeleteRuleInput, DeleteRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteRule =
  ({ registry }: Context): Operation<DeleteRuleInput, DeleteRuleOutput> =>
  (input) => {
    const { listener, rule } = registry.rule(input.RuleArn ?? '');
    if (rule.priority === undefined)
      throw new AwsError('OperationNotPermittedException', `Default rule '${rule.arn}' cannot be deleted`);
    listener.rules.delete(rule.arn);
    registry.tags.delete(rule.arn);
    registry.refreshUse();
    return {};
  };
