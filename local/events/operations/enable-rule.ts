import type { EnableRuleRequest } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const enableRule =
  ({ buses }: Context): Operation<EnableRuleRequest, Record<string, never>> =>
  ({ Name, EventBusName }) => {
    const rule = buses.rule(Name, EventBusName);
    rule.bus.rules.set(rule.name, { ...rule, state: 'ENABLED' });
    return {};
  };
