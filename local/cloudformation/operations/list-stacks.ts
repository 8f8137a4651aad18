import type { ListStacksInput, ListStacksOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

/** The newest first, deleted ones too unless a filter leaves them out. */
export const listStacks =
  ({ stacks }: Context): Operation<ListStacksInput, ListStacksOutput> =>
  ({ StackStatusFilter: filter = [], NextToken }, call) => {
    const { items, ...rest } = page(
      stacks.all.filter(({ status }) => filter.length === 0 || filter.includes(status)).toReversed(),
      NextToken,
      call,
    );
    return {
      StackSummaries: items.map((stack) => ({
        StackId: stack.id,
        StackName: stack.name,
        TemplateDescription: stack.desired.template.Description,
        CreationTime: stack.createdAt,
        LastUpdatedTime: stack.updatedAt,
        DeletionTime: stack.deletedAt,
        StackStatus: stack.status,
        StackStatusReason: stack.statusReason,
        DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
      })),
      ...rest,
    };
  };
