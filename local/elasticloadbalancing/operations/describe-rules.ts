import type { DescribeRulesInput, DescribeRulesOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRule } from '../describe.ts';
import { page } from '../paging.ts';

/** By priority, the default rule last. */
export const describeRules =
  ({ registry }: Context): Operation<DescribeRulesInput, DescribeRulesOutput> =>
  (input) => {
    if (input.ListenerArn === undefined && !input.RuleArns)
      throw new AwsError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
    const asked = input.RuleArns
      ? input.RuleArns.map((arn) => registry.rule(arn).rule)
      : [...registry.listener(input.ListenerArn ?? '').rules.values()].sort(
          (one, other) =>
            (one.priority ?? Number.POSITIVE_INFINITY) - (other.priority ?? Number.POSITIVE_INFINITY),
        );
    const { items, ...next } = page(asked, input);
    return { Rules: items.map(describeRule), ...next };
  };
