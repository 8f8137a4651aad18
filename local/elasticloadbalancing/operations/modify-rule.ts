import type { ModifyRuleInput, ModifyRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import { checkAssociations } from '../associations.ts';
import type { Context } from '../context.ts';
import { describeRule } from '../describe.ts';
import { checkConditions } from '../routing/check-conditions.ts';
import { matcherOf } from '../routing/conditions.ts';

export const modifyRule =
  ({ registry }: Context): Operation<ModifyRuleInput, ModifyRuleOutput> =>
  (input) => {
    const { listener, rule } = registry.rule(input.RuleArn ?? '');
    if (rule.priority === undefined)
      throw new AwsError('OperationNotPermittedException', `Default rule '${rule.arn}' cannot be modified`);
    if ((input.Transforms ?? []).length > 0)
      throw new AwsError('InvalidLoadBalancerActionException', 'the local cloud has no transforms in rules');
    if (input.Conditions) checkConditions(input.Conditions);
    const actions = input.Actions && checkedActions(registry, input.Actions, listener.protocol);
    if (actions) checkAssociations(registry, listener.balancer, actions);
    if (input.Conditions) {
      rule.conditions = input.Conditions;
      rule.matches = matcherOf(input.Conditions);
    }
    if (actions) rule.actions = actions;
    registry.refreshUse();
    return { Rules: [describeRule(rule)] };
  };
