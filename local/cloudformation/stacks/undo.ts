import type { Context } from '../context.ts';
import type { Change } from './converge.ts';
import { type Removal, removeResources } from './remove.ts';
import type { Stack } from './stack.ts';

/**
 * Takes changes back: what was updated is updated to what it was, the last one first.
 * Resolves with what is to be deleted then, and with the logical ids that could not be set back.
 */
export async function undoUpdates(
  context: Context,
  stack: Stack,
  changes: readonly Change[],
): Promise<{ removals: Removal[]; failed: string[] }> {
  const removals: Removal[] = [];
  const failed: string[] = [];
  for (const change of changes.toReversed()) {
    const { after } = change;
    if (change.kind === 'created')
      removals.push({
        item: after,
        // On AWS only `Retain` keeps what a failed operation made.
        policy: after.deletionPolicy === 'Retain' ? 'Retain' : 'Delete',
      });
    else if (change.kind === 'replaced') {
      removals.push({ item: after, policy: 'Delete' });
      stack.keep({ ...change.before, status: 'UPDATE_COMPLETE', changedAt: context.clock.date() });
    } else if (!(await setBack(context, stack, change))) failed.push(after.logicalId);
  }
  return { removals, failed };
}

async function setBack(
  context: Context,
  stack: Stack,
  { before, after }: Extract<Change, { kind: 'updated' | 'replaced' }>,
): Promise<boolean> {
  const { logicalId, type, generatedName } = before;
  const now = () => context.clock.date();
  const resource = after.resource ?? before.resource;
  const provider = context.providers()[type];
  if (!resource || !provider) return false;
  stack.keep({ ...before, resource, status: 'UPDATE_IN_PROGRESS', changedAt: now() });
  try {
    const { properties } = before;
    const restored = await provider.update({
      ...{ stackName: stack.name, logicalId, generatedName, properties, resource },
      previous: after.properties,
    });
    stack.keep({ ...before, resource: restored, status: 'UPDATE_COMPLETE', changedAt: now() });
    return true;
  } catch (error) {
    const statusReason = error instanceof Error ? error.message : String(error);
    stack.keep({ ...before, resource, status: 'UPDATE_FAILED', statusReason, changedAt: now() });
    return false;
  }
}

/** What a failed creation leaves is deleted. @returns logical ids that could not be deleted */
export async function undoCreation(context: Context, stack: Stack): Promise<string[]> {
  const removals = [...stack.resources.values()].map((item): Removal => {
    return { item, policy: item.deletionPolicy === 'Retain' ? 'Retain' : 'Delete' };
  });
  return removeResources(context, stack, removals);
}
