import type { DescribeChangeSetInput, DescribeChangeSetOutput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import type { ChangeSet } from '../stacks/change-set.ts';
import type { Stack } from '../stacks/stack.ts';
import type { Stacks } from '../stacks/stacks.ts';
import { maskedParameters } from './describe-stacks.ts';

export const describeChangeSet =
  ({ stacks }: Context): Operation<DescribeChangeSetInput, DescribeChangeSetOutput> =>
  (input, call) => {
    const { stack, changeSet } = changeSetOf(stacks, input.StackName, input.ChangeSetName);
    const { items, ...next } = page(changeSet.changes, input.NextToken, call);
    return {
      ...next,
      ChangeSetId: changeSet.id,
      ChangeSetName: changeSet.name,
      StackId: stack.id,
      StackName: stack.name,
      Description: changeSet.description,
      Parameters: maskedParameters(changeSet.desired),
      CreationTime: changeSet.createdAt,
      Status: changeSet.status,
      StatusReason: changeSet.statusReason,
      ExecutionStatus: changeSet.executionStatus,
      Capabilities: changeSet.desired.capabilities as DescribeChangeSetOutput['Capabilities'], // as given
      Tags: [...changeSet.desired.tags],
      Changes: items.map((ResourceChange) => ({ Type: 'Resource', ResourceChange })),
      IncludeNestedStacks: false,
    };
  };

/**
 * By ARN alone, or by its name and the stack's.
 * @throws AwsError ChangeSetNotFoundException
 */
export function changeSetOf(
  stacks: Stacks,
  stackName: string | undefined,
  changeSetName = '',
): { stack: Stack; changeSet: ChangeSet } {
  const isArn = changeSetName.startsWith('arn:');
  if (!isArn && stackName === undefined)
    throw new AwsError(
      'ValidationError',
      'StackName must be specified if ChangeSetName is not specified as an ARN.',
    );
  for (const stack of isArn ? stacks.all : [stacks.get(stackName)]) {
    // A name may have been used before: the newest is meant.
    const changeSet = stack.changeSets.findLast(({ id, name }) => (isArn ? id : name) === changeSetName);
    if (changeSet) return { stack, changeSet };
  }
  throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${changeSetName}] does not exist`, {
    status: 404,
  });
}
