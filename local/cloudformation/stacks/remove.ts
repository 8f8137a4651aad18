import type { Context } from '../context.ts';
import { inverted } from '../template/dependencies.ts';
import type { Policy } from '../template/shape.ts';
import { PARALLEL_RESOURCES } from './converge.ts';
import { runInOrder } from './run-in-order.ts';
import type { Stack, StackResource } from './stack.ts';

export interface Removal {
  readonly item: StackResource;
  readonly policy: Policy;
}

/** Deletes resources, users before what they use. Resolves with the logical ids that could not be deleted. */
export async function removeResources(
  context: Context,
  stack: Stack,
  removals: readonly Removal[],
): Promise<string[]> {
  const byId = new Map(removals.map((removal) => [removal.item.logicalId, removal]));
  const graph = new Map(
    removals.map(({ item }) => [item.logicalId, item.needs.filter((need) => byId.has(need))]),
  );
  const failed = await runInOrder(
    inverted(graph),
    async (logicalId) => {
      const removal = byId.get(logicalId);
      if (removal) await remove(context, stack, removal);
    },
    { limit: PARALLEL_RESOURCES, onFailure: 'go on', signal: context.closing },
  );
  return [...failed.keys()];
}

async function remove(context: Context, stack: Stack, { item, policy }: Removal): Promise<void> {
  const { logicalId, resource, properties } = item;
  const isCurrent = () => stack.resources.get(logicalId)?.resource === resource;
  const note = (status: StackResource['status'], statusReason?: string): void => {
    const { statusReason: _, ...rest } = item;
    const changedAt = context.clock.date();
    const state = { ...rest, status, changedAt, ...(statusReason === undefined ? {} : { statusReason }) };
    if (isCurrent()) stack.keep(state);
    else stack.log(state);
  };
  const forget = (): void => {
    if (isCurrent()) stack.resources.delete(logicalId);
  };
  if (!resource) return forget();
  if (policy === 'Retain') {
    note('DELETE_SKIPPED');
    return forget();
  }
  note('DELETE_IN_PROGRESS');
  try {
    const provider = context.providers()[item.type];
    if (!provider) throw new Error(`the local cloud does not provide ${item.type}`);
    await provider.delete({ stackName: stack.name, logicalId, resource, properties });
    note('DELETE_COMPLETE');
    forget();
  } catch (error) {
    note('DELETE_FAILED', error instanceof Error ? error.message : String(error));
    throw error;
  }
}
