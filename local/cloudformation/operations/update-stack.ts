import type { UpdateStackInput, UpdateStackOutput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { desiredOf } from '../stacks/desired.ts';
import { planOf } from '../stacks/plan.ts';
import { checkUpdatable, refuse } from '../stacks/states.ts';
import { updateFlow } from '../stacks/update-flow.ts';

const UNSUPPORTED = [
  'NotificationARNs',
  'ResourceTypes',
  'RetainExceptOnCreate',
  'RollbackConfiguration',
  'StackPolicyBody',
  'StackPolicyDuringUpdateBody',
  'StackPolicyDuringUpdateURL',
  'StackPolicyURL',
];

export const updateStack =
  (context: Context): Operation<UpdateStackInput, UpdateStackOutput> =>
  (input) => {
    refuse(input, UNSUPPORTED);
    const stack = context.stacks.get(input.StackName);
    checkUpdatable(stack);
    const desired = desiredOf(context, stack, input, stack);
    if (!planOf(context, stack, desired).differs)
      throw new AwsError('ValidationError', 'No updates are to be performed.');
    void updateFlow(context, stack, desired, { disableRollback: input.DisableRollback ?? false });
    return { StackId: stack.id };
  };
