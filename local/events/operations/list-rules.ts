import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { ruleSummary } from './describe-rule.ts';

export const listRules =
  ({ buses }: Context): Operation<ListRulesRequest, ListRulesResponse> =>
  (input) => {
    const rules = [...buses.get(input.EventBusName).rules.values()];
    const { items, ...rest } = page(
      rules.filter(({ name }) => name.startsWith(input.NamePrefix ?? '')),
      input,
    );
    return { Rules: items.map(ruleSummary), ...rest };
  };
