import { randomUUID } from 'node:crypto';
import type {
  ChangeSetType,
  CreateChangeSetInput,
  CreateChangeSetOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { NO_CHANGES } from '../stacks/change-set.ts';
import { desiredOf } from '../stacks/desired.ts';
import { planOf } from '../stacks/plan.ts';
import { Stack } from '../stacks/stack.ts';
import { checkUpdatable, refuse } from '../stacks/states.ts';
import { checkStackName } from './create-stack.ts';

const UNSUPPORTED = [
  'ImportExistingResources',
  'IncludeNestedStacks',
  'NotificationARNs',
  'ResourceTypes',
  'ResourcesToImport',
  'RollbackConfiguration',
];

/** The plan is made at once: a change set is complete when the call is answered. */
export const createChangeSet =
  (context: Context): Operation<CreateChangeSetInput, CreateChangeSetOutput> =>
  (input) => {
    refuse(input, UNSUPPORTED);
    const { ChangeSetType: type = 'UPDATE', ChangeSetName: name = '' } = input;
    const stack = stackFor(context, input, type);
    if (stack.changeSets.some((other) => other.name === name && other.executionStatus !== 'EXECUTE_COMPLETE'))
      throw new AwsError(
        'AlreadyExistsException',
        `ChangeSet ${name} already exists for stack ${stack.name}`,
      );
    const desired =
      type === 'CREATE' ? desiredOf(context, stack, input) : desiredOf(context, stack, input, stack);
    const { changes, differs } =
      type === 'CREATE'
        ? { ...planOf(context, stack, desired), differs: true }
        : planOf(context, stack, desired);
    const { region, id: accountId } = context.account;
    const id = `arn:aws:cloudformation:${region}:${accountId}:changeSet/${name}/${randomUUID()}`;
    stack.changeSets.push({
      id,
      name,
      type,
      description: input.Description,
      desired,
      changes,
      status: differs ? 'CREATE_COMPLETE' : 'FAILED',
      statusReason: differs ? undefined : NO_CHANGES,
      createdAt: context.clock.date(),
      executionStatus: differs ? 'AVAILABLE' : 'UNAVAILABLE',
    });
    if (!context.stacks.all.includes(stack)) {
      stack.enter('REVIEW_IN_PROGRESS', 'User Initiated');
      context.stacks.all.push(stack);
    }
    return { Id: id, StackId: stack.id };
  };

function stackFor(context: Context, input: CreateChangeSetInput, type: ChangeSetType): Stack {
  const found = context.stacks.find(input.StackName ?? '');
  if (type === 'IMPORT') throw new AwsError('ValidationError', 'the local cloud imports no resources');
  if (type === 'UPDATE') {
    if (!found) throw new AwsError('ValidationError', `Stack [${input.StackName}] does not exist`);
    if (input.OnStackFailure !== 'ROLLBACK') refuse(input, ['OnStackFailure']);
    checkUpdatable(found);
    return found;
  }
  if (found && found.status !== 'REVIEW_IN_PROGRESS')
    throw new AwsError(
      'ValidationError',
      `Stack [${found.name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
    );
  if (found) return found;
  const name = checkStackName(input.StackName);
  const stack = new Stack(name, desiredOf(context, { id: name, name }, input), context);
  if (input.OnStackFailure !== undefined) stack.onFailure = input.OnStackFailure;
  return stack;
}
