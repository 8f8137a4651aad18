import type { ModifyRuleInput, ModifyRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import type { Context } from '../context.ts';
import { describeRule } from '../describe.ts';
import { checkConditions } from '../routing/conditions.ts';

export const modifyRule =
  ({ registry }: Context): Operation<ModifyRuleInput, ModifyRuleOutput> =>
  (input) => {
    const { rule } = registry.rule(input.RuleArn ?? '');
    if (rule.priority === undefined)
      throw new AwsError('OperationNotPermittedException', `Default rule '${rule.arn}' cannot be modified`);
    if ((input.Transforms ?? []).length > 0)
      throw new AwsError(
        'InvalidConfigurationRequestException',
        'the local cloud has no transforms in rules',
      );
    if (input.Conditions) checkConditions(input.Conditions);
    const actions = input.Actions && checkedActions(registry, input.Actions);
    if (input.Conditions) rule.conditions = input.Conditions;
    if (actions) rule.actions = actions;
    registry.refreshUse();
    return { Rules: [describeRule(rule)] };
  };
