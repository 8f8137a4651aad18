import type { DeleteStackInput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { deleteFlow } from '../stacks/delete-flow.ts';
import type { Stack } from '../stacks/stack.ts';
import { refuse } from '../stacks/states.ts';

/** A stack that is not there is deleted already: no error, as on AWS. */
export const deleteStack =
  (context: Context): Operation<DeleteStackInput, Record<string, never>> =>
  (input) => {
    const stack = context.stacks.find(input.StackName ?? '');
    if (!stack || stack.isDeleted || stack.status === 'DELETE_IN_PROGRESS') return {};
    if (input.DeletionMode === 'FORCE_DELETE_STACK') refuse(input, ['DeletionMode']);
    checkDeletable(context, stack, input.RetainResources ?? []);
    void deleteFlow(context, stack, { retain: input.RetainResources ?? [] });
    return {};
  };

function checkDeletable({ stacks }: Context, stack: Stack, retain: readonly string[]): void {
  if (stack.terminationProtection)
    throw new AwsError(
      'ValidationError',
      `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
    );
  // AWS cancels what goes on; the local cloud's providers cannot be cancelled.
  if (stack.isBusy)
    throw new AwsError(
      'ValidationError',
      `Stack:${stack.id} is in ${stack.status} state and can not be deleted.`,
    );
  if (retain.length > 0 && stack.status !== 'DELETE_FAILED')
    throw new AwsError(
      'ValidationError',
      `Invalid operation on stack [${stack.id}]. The specified stack must be in DELETE_FAILED state to retain resources`,
    );
  for (const { ExportName } of stack.outputs) {
    const users =
      ExportName === undefined ? [] : stacks.importersOf(ExportName).filter((user) => user !== stack);
    if (users.length > 0)
      throw new AwsError(
        'ValidationError',
        `Delete canceled. Cannot delete export ${ExportName} as it is in use by ${users.map(({ name }) => name).join(', ')}`,
      );
  }
}
