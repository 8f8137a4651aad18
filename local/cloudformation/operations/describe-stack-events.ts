import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** The newest first. */
export const describeStackEvents =
  ({ stacks }: Context): Operation<DescribeStackEventsInput, DescribeStackEventsOutput> =>
  ({ StackName, NextToken }, call) => {
    const { items, ...rest } = page(stacks.get(StackName).events.toReversed(), NextToken, call);
    return { StackEvents: items, ...rest };
  };
