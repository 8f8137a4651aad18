import type { Context } from '../context.ts';
import { removeResources } from './remove.ts';
import type { Stack } from './stack.ts';

export interface DeleteFlow {
  readonly reason?: string;
  /** Logical ids to leave where they are. */
  readonly retain?: readonly string[];
}

/** Deletes a stack, users before what they use. Never rejects. */
export async function deleteFlow(
  context: Context,
  stack: Stack,
  { reason = 'User Initiated', retain = [] }: DeleteFlow = {},
): Promise<void> {
  stack.enter('DELETE_IN_PROGRESS', reason);
  const failed = await removeResources(
    context,
    stack,
    [...stack.resources.values()].map((item) => ({
      item,
      policy: retain.includes(item.logicalId) ? 'Retain' : item.deletionPolicy,
    })),
  );
  if (failed.length > 0 || stack.resources.size > 0) {
    const left = failed.length > 0 ? failed : [...stack.resources.keys()];
    return stack.enter('DELETE_FAILED', `The following resource(s) failed to delete: [${left.join(', ')}]. `);
  }
  stack.outputs = [];
  stack.imports = new Set();
  stack.deletedAt = context.clock.date();
  stack.enter('DELETE_COMPLETE');
}
