import type {
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRule } from '../describe.ts';

/** All at once, so that two rules can swap theirs. */
export const setRulePriorities =
  ({ registry }: Context): Operation<SetRulePrioritiesInput, SetRulePrioritiesOutput> =>
  (input) => {
    const asked = (input.RulePriorities ?? []).map(({ RuleArn = '', Priority = 0 }) => ({
      ...registry.rule(RuleArn),
      priority: Priority,
    }));
    for (const { rule } of asked)
      if (rule.priority === undefined)
        throw new AwsError(
          'OperationNotPermittedException',
          `The priority of the default rule '${rule.arn}' cannot be changed`,
        );
    for (const { listener, rule, priority } of asked) {
      const others = [...listener.rules.values()].filter((other) => other !== rule);
      const clash = others.some(
        (other) => (asked.find((one) => one.rule === other)?.priority ?? other.priority) === priority,
      );
      if (clash) throw new AwsError('PriorityInUseException', `Priority '${priority}' is currently in use`);
    }
    for (const { rule, priority } of asked) rule.priority = priority;
    registry.refreshUse();
    return { Rules: asked.map(({ rule }) => describeRule(rule)) };
  };
