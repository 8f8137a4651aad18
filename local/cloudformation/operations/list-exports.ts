import type { ListExportsInput, ListExportsOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listExports =
  ({ stacks }: Context): Operation<ListExportsInput, ListExportsOutput> =>
  ({ NextToken }, call) => {
    const { items, ...rest } = page(stacks.exports, NextToken, call);
    return { Exports: items, ...rest };
  };
