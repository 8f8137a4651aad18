import type { DeleteChangeSetInput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { changeSetOf } from './describe-change-set.ts';

/** A change set that is not there is deleted already: no error, as on AWS, as long as the stack is there. */
export const deleteChangeSet =
  ({ stacks }: Context): Operation<DeleteChangeSetInput, Record<string, never>> =>
  (input) => {
    try {
      const { stack, changeSet } = changeSetOf(stacks, input.StackName, input.ChangeSetName);
      if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS')
        throw new AwsError(
          'InvalidChangeSetStatusException',
          `ChangeSet [${changeSet.id}] cannot be deleted while it is executed`,
        );
      stack.changeSets.splice(stack.changeSets.indexOf(changeSet), 1);
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ChangeSetNotFoundException')) throw error;
    }
    return {};
  };
