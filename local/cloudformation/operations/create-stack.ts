import type { CreateStackInput, CreateStackOutput } from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createFlow } from '../stacks/create-flow.ts';
import { desiredOf } from '../stacks/desired.ts';
import { Stack } from '../stacks/stack.ts';
import { refuse } from '../stacks/states.ts';

const UNSUPPORTED = [
  'NotificationARNs',
  'ResourceTypes',
  'RetainExceptOnCreate',
  'RollbackConfiguration',
  'StackPolicyBody',
  'StackPolicyURL',
  'TimeoutInMinutes',
];

export const createStack =
  (context: Context): Operation<CreateStackInput, CreateStackOutput> =>
  (input) => {
    refuse(input, UNSUPPORTED);
    const name = checkStackName(input.StackName);
    if (context.stacks.find(name))
      throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
    if (input.OnFailure !== undefined && input.DisableRollback !== undefined)
      throw new AwsError(
        'ValidationError',
        'You can specify either OnFailure or DisableRollback, but not both.',
      );
    const stack = new Stack(name, desiredOf(context, { id: name, name }, input), context);
    stack.onFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK');
    stack.terminationProtection = input.EnableTerminationProtection ?? false;
    context.stacks.all.push(stack);
    void createFlow(context, stack);
    return { StackId: stack.id };
  };

/** @throws AwsError ValidationError */
export function checkStackName(name = ''): string {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}
