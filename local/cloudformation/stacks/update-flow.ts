import type { Context } from '../context.ts';
import { type Change, converge } from './converge.ts';
import { activeResources, realEvaluation } from './evaluation.ts';
import { outputsOf } from './outputs.ts';
import { type Removal, removeResources } from './remove.ts';
import type { Desired, Stack } from './stack.ts';
import { undoUpdates } from './undo.ts';

/** Brings a stack to what is desired now, or back to what it was. Never rejects. */
export async function updateFlow(
  context: Context,
  stack: Stack,
  desired: Desired,
  { disableRollback = false }: { disableRollback?: boolean } = {},
): Promise<void> {
  const before = { desired: stack.desired, imports: stack.imports };
  const imports = new Set<string>();
  stack.desired = desired;
  stack.imports = imports;
  stack.updatedAt = context.clock.date();
  stack.enter('UPDATE_IN_PROGRESS', 'User Initiated');
  const { changes, removed, reason } = await change(context, stack, imports);
  if (reason === undefined) {
    stack.enter('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    await removeResources(context, stack, [...removed, ...replaced(changes)]);
    return stack.enter('UPDATE_COMPLETE');
  }
  if (disableRollback) return stack.enter('UPDATE_FAILED', reason);
  stack.enter('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  Object.assign(stack, before);
  const { removals, failed } = await undoUpdates(context, stack, changes);
  if (failed.length > 0)
    return stack.enter(
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: [${failed.join(', ')}].`,
    );
  stack.enter('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await removeResources(context, stack, removals);
  stack.enter('UPDATE_ROLLBACK_COMPLETE');
}

async function change(
  context: Context,
  stack: Stack,
  imports: Set<string>,
): Promise<{ changes: readonly Change[]; removed: Removal[]; reason?: string }> {
  const evaluation = realEvaluation(context, stack, stack.desired, imports);
  let changes: readonly Change[] = [];
  try {
    const active = activeResources(evaluation);
    const converged = await converge(context, stack, evaluation);
    changes = converged.changes;
    if (converged.failures.size > 0) {
      const failed = [...converged.failures.keys()].join(', ');
      return { changes, removed: [], reason: `The following resource(s) failed to update: [${failed}].` };
    }
    if (context.closing.aborted) return { changes, removed: [], reason: 'The local cloud ends.' };
    stack.outputs = outputsOf(context, stack, evaluation);
    const removed = [...stack.resources.values()]
      .filter(({ logicalId }) => !active.has(logicalId))
      .map((item): Removal => ({ item, policy: item.deletionPolicy }));
    return { changes, removed };
  } catch (error) {
    return { changes, removed: [], reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The old ones of what was replaced. */
const replaced = (changes: readonly Change[]): Removal[] =>
  changes.flatMap((item) =>
    item.kind === 'replaced' ? [{ item: item.before, policy: item.before.updateReplacePolicy }] : [],
  );
