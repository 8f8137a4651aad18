import type { ListStackResourcesInput, ListStackResourcesOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listStackResources =
  ({ stacks }: Context): Operation<ListStackResourcesInput, ListStackResourcesOutput> =>
  ({ StackName, NextToken }, call) => {
    const { items, ...rest } = page([...stacks.get(StackName).resources.values()], NextToken, call);
    return {
      StackResourceSummaries: items.map((item) => ({
        LogicalResourceId: item.logicalId,
        PhysicalResourceId: item.resource?.id,
        ResourceType: item.type,
        LastUpdatedTimestamp: item.changedAt,
        ResourceStatus: item.status,
        ResourceStatusReason: item.statusReason,
      })),
      ...rest,
    };
  };
