import type { ExecuteChangeSetInput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createFlow } from '../stacks/create-flow.ts';
import { checkUpdatable, refuse } from '../stacks/states.ts';
import { updateFlow } from '../stacks/update-flow.ts';
import { changeSetOf } from './describe-change-set.ts';

export const executeChangeSet =
  (context: Context): Operation<ExecuteChangeSetInput, Record<string, never>> =>
  (input) => {
    refuse(input, ['RetainExceptOnCreate']);
    const { stack, changeSet } = changeSetOf(context.stacks, input.StackName, input.ChangeSetName);
    if (changeSet.executionStatus !== 'AVAILABLE')
      throw new AwsError(
        'InvalidChangeSetStatusException',
        `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}, execution ${changeSet.executionStatus}]`,
      );
    const isNew = stack.status === 'REVIEW_IN_PROGRESS';
    if (!isNew) checkUpdatable(stack);
    changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
    if (isNew) {
      stack.desired = changeSet.desired;
      if (input.DisableRollback) stack.onFailure = 'DO_NOTHING';
    }
    const flow = isNew
      ? createFlow(context, stack)
      : updateFlow(context, stack, changeSet.desired, { disableRollback: input.DisableRollback ?? false });
    void flow.then(() => {
      changeSet.executionStatus = stack.status.includes('ROLLBACK') ? 'EXECUTE_FAILED' : 'EXECUTE_COMPLETE';
    });
    // The others were made against what the stack is no more: AWS deletes them.
    stack.changeSets.splice(0, stack.changeSets.length, changeSet);
    return {};
  };
