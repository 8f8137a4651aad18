import type { DescribeStackResourceInput, DescribeStackResourceOutput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const describeStackResource =
  ({ stacks }: Context): Operation<DescribeStackResourceInput, DescribeStackResourceOutput> =>
  ({ StackName, LogicalResourceId }) => {
    const stack = stacks.get(StackName);
    const item = stack.resources.get(LogicalResourceId ?? '');
    if (!item)
      throw new AwsError(
        'ValidationError',
        `Resource ${LogicalResourceId} does not exist for stack ${stack.name}`,
      );
    const metadata = stack.desired.template.Resources[item.logicalId]?.Metadata;
    return {
      StackResourceDetail: {
        StackId: stack.id,
        StackName: stack.name,
        LogicalResourceId: item.logicalId,
        PhysicalResourceId: item.resource?.id,
        ResourceType: item.type,
        LastUpdatedTimestamp: item.changedAt,
        ResourceStatus: item.status,
        ResourceStatusReason: item.statusReason,
        ...(metadata === undefined ? {} : { Metadata: JSON.stringify(metadata) }),
      },
    };
  };
