import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listTargetsByRule =
  ({ buses }: Context): Operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> =>
  (input) => {
    const { items, ...rest } = page([...buses.rule(input.Rule, input.EventBusName).targets.values()], input);
    return { Targets: items, ...rest };
  };
