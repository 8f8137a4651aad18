import type {
  DescribeStacksInput,
  DescribeStacksOutput,
  Stack as StackDescription,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import type { Desired, Stack } from '../stacks/stack.ts';

/** Deleted stacks are found by their id only. */
export const describeStacks =
  ({ stacks }: Context): Operation<DescribeStacksInput, DescribeStacksOutput> =>
  ({ StackName, NextToken }, call) => {
    if (StackName !== undefined) return { Stacks: [describe(stacks.get(StackName))] };
    const { items, NextToken: next } = page(
      stacks.all.filter((stack) => !stack.isDeleted).toReversed(),
      NextToken,
      call,
    );
    return { Stacks: items.map(describe), ...(next === undefined ? {} : { NextToken: next }) };
  };

function describe(stack: Stack): StackDescription {
  const { desired } = stack;
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: desired.template.Description,
    Parameters: maskedParameters(desired),
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    EnableTerminationProtection: stack.terminationProtection,
    Capabilities: desired.capabilities as StackDescription['Capabilities'], // as the caller gave them, checked there
    Outputs: [...stack.outputs],
    Tags: [...desired.tags],
    RoleARN: desired.roleArn,
    NotificationARNs: [],
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** Values of NoEcho parameters are never shown. */
export const maskedParameters = ({ template, parameters }: Desired) =>
  [...parameters].map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: template.Parameters[ParameterKey]?.NoEcho ? '****' : value,
  }));
