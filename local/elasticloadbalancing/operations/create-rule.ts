import type { CreateRuleInput, CreateRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import { ruleArn } from '../arns.ts';
import { checkAssociations } from '../associations.ts';
import type { Context } from '../context.ts';
import { describeRule } from '../describe.ts';
import { checkLimit } from '../limits.ts';
import { checkConditions } from '../routing/check-conditions.ts';
import { matcherOf } from '../routing/conditions.ts';
import { setTags } from '../tags.ts';

export const createRule =
  ({ registry }: Context): Operation<CreateRuleInput, CreateRuleOutput> =>
  (input) => {
    const listener = registry.listener(input.ListenerArn ?? '');
    const priority = input.Priority ?? 0;
    if ([...listener.rules.values()].some((rule) => rule.priority === priority))
      throw new AwsError('PriorityInUseException', `Priority '${priority}' is currently in use`);
    if ((input.Transforms ?? []).length > 0)
      throw new AwsError(
        'InvalidConfigurationRequestException',
        'the local cloud has no transforms in rules',
      );
    const others = registry.listenersOf(listener.balancer).flatMap(({ ordered }) => ordered);
    checkLimit('rules-per-application-load-balancer', others.length + 1);
    const conditions = input.Conditions ?? [];
    checkConditions(conditions);
    const actions = checkedActions(registry, input.Actions, listener.protocol);
    checkAssociations(registry, listener.balancer, actions);
    const arn = ruleArn(listener.arn);
    const rule = { arn, priority, conditions, matches: matcherOf(conditions), actions };
    setTags(registry, rule.arn, input.Tags);
    listener.rules.set(rule.arn, rule);
    registry.refreshUse();
    return { Rules: [describeRule(rule)] };
  };
