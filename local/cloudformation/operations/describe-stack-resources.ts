import type {
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { Stack } from '../stacks/stack.ts';

export const describeStackResources =
  ({ stacks }: Context): Operation<DescribeStackResourcesInput, DescribeStackResourcesOutput> =>
  ({ StackName, LogicalResourceId, PhysicalResourceId }) => {
    const stack = StackName === undefined ? ownerOf(stacks.all, PhysicalResourceId) : stacks.get(StackName);
    return {
      StackResources: [...stack.resources.values()]
        .filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId)
        .map((item) => ({
          StackId: stack.id,
          StackName: stack.name,
          LogicalResourceId: item.logicalId,
          PhysicalResourceId: item.resource?.id,
          ResourceType: item.type,
          ResourceStatus: item.status,
          ResourceStatusReason: item.statusReason,
          Timestamp: item.changedAt,
        })),
    };
  };

function ownerOf(stacks: readonly Stack[], physicalId: string | undefined): Stack {
  const owner = stacks.find((stack) =>
    [...stack.resources.values()].some(({ resource }) => resource?.id === physicalId),
  );
  if (!owner) throw new AwsError('ValidationError', `Stack for ${physicalId} does not exist`);
  return owner;
}
