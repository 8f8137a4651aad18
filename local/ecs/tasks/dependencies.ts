import type { ContainerRun } from './container-run.ts';
import { TaskStartError } from './task-start-error.ts';

/** Resolves when all that a container depends on has come about. @throws TaskStartError when it no longer can */
export async function dependenciesMet(container: ContainerRun, all: readonly ContainerRun[]): Promise<void> {
  await Promise.all(
    (container.definition.dependsOn ?? []).map(async ({ containerName, condition }) => {
      const other = all.find(({ name }) => name === containerName);
      await other?.reached(condition ?? 'START').catch((cause) => {
        throw new TaskStartError(
          `Task failed to start: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      });
    }),
  );
}

/** The containers in the order to stop them: those that depend on others before these. */
export function stopOrder(containers: readonly ContainerRun[]): ContainerRun[][] {
  const depth = new Map<string, number>();
  const depthOf = (container: ContainerRun, seen: readonly string[] = []): number => {
    const known = depth.get(container.name);
    if (known !== undefined) return known;
    const below = (container.definition.dependsOn ?? []).flatMap(({ containerName }) =>
      containers.filter(({ name }) => name === containerName && !seen.includes(name)),
    );
    const own = Math.max(0, ...below.map((other) => depthOf(other, [...seen, container.name]) + 1));
    depth.set(container.name, own);
    return own;
  };
  const levels: ContainerRun[][] = [];
  for (const container of containers) {
    const level = depthOf(container);
    levels[level] = [...(levels[level] ?? []), container];
  }
  return levels.reverse().filter(Boolean);
}
