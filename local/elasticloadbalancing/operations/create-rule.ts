import type { CreateRuleInput, CreateRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import { ruleArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { describeRule } from '../describe.ts';
import { checkConditions } from '../routing/conditions.ts';
import { setTags } from '../tags.ts';

export const createRule =
  ({ registry }: Context): Operation<CreateRuleInput, CreateRuleOutput> =>
  (input) => {
    const listener = registry.listener(input.ListenerArn ?? '');
    const priority = input.Priority ?? 0;
    // API reference, CreateRule: 1 to 50,000.
    if (priority < 1 || priority > 50_000)
      throw new AwsError('ValidationError', `Priority '${priority}' must be within '1-50000' inclusive`);
    if ([...listener.rules.values()].some((rule) => rule.priority === priority))
      throw new AwsError('PriorityInUseException', `Priority '${priority}' is currently in use`);
    if ((input.Transforms ?? []).length > 0)
      throw new AwsError(
        'InvalidConfigurationRequestException',
        'the local cloud has no transforms in rules',
      );
    const conditions = input.Conditions ?? [];
    checkConditions(conditions);
    const rule = {
      arn: ruleArn(listener.arn),
      priority,
      conditions,
      actions: checkedActions(registry, input.Actions),
    };
    setTags(registry, rule.arn, input.Tags);
    listener.rules.set(rule.arn, rule);
    registry.refreshUse();
    return { Rules: [describeRule(rule)] };
  };
