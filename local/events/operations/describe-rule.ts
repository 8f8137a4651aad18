import type { DescribeRuleRequest, DescribeRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Rule } from '../buses.ts';
import type { Context } from '../context.ts';

export const describeRule =
  ({ buses, account }: Context): Operation<DescribeRuleRequest, DescribeRuleResponse> =>
  ({ Name, EventBusName }) => ({ ...ruleSummary(buses.rule(Name, EventBusName)), CreatedBy: account.id });

export const ruleSummary = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.bus.name,
  State: rule.state,
  ...(rule.pattern ? { EventPattern: rule.pattern.text } : {}),
  ...(rule.schedule ? { ScheduleExpression: rule.schedule.text } : {}),
  ...(rule.description === undefined ? {} : { Description: rule.description }),
  ...(rule.roleArn === undefined ? {} : { RoleArn: rule.roleArn }),
});
