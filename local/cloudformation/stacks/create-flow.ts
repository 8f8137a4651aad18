import type { Context } from '../context.ts';
import { converge } from './converge.ts';
import { deleteFlow } from './delete-flow.ts';
import { realEvaluation } from './evaluation.ts';
import { outputsOf } from './outputs.ts';
import type { Stack } from './stack.ts';
import { undoCreation } from './undo.ts';

/** Makes a new stack, to its end; a failure ends as the stack's `onFailure` says. Never rejects. */
export async function createFlow(context: Context, stack: Stack): Promise<void> {
  stack.enter('CREATE_IN_PROGRESS', 'User Initiated');
  const reason = await make(context, stack);
  if (reason === undefined) return stack.enter('CREATE_COMPLETE');
  if (stack.onFailure === 'DO_NOTHING') return stack.enter('CREATE_FAILED', reason);
  if (stack.onFailure === 'DELETE') return deleteFlow(context, stack, { reason });
  stack.enter('ROLLBACK_IN_PROGRESS', `${reason} Rollback requested by user.`);
  const left = await undoCreation(context, stack);
  if (left.length > 0)
    return stack.enter(
      'ROLLBACK_FAILED',
      `The following resource(s) failed to delete: [${left.join(', ')}].`,
    );
  stack.enter('ROLLBACK_COMPLETE');
}

/** @returns why it failed */
async function make(context: Context, stack: Stack): Promise<string | undefined> {
  const imports = new Set<string>();
  stack.imports = imports;
  const evaluation = realEvaluation(context, stack, stack.desired, imports);
  try {
    const { failures } = await converge(context, stack, evaluation);
    if (failures.size > 0)
      return `The following resource(s) failed to create: [${[...failures.keys()].join(', ')}].`;
    if (context.closing.aborted) return 'The local cloud ends.';
    stack.outputs = outputsOf(context, stack, evaluation);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
