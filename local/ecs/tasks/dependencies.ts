import type { ContainerCondition } from '@aws-sdk/client-ecs';
import type { Clock } from '../../clock.ts';
import type { ContainerRun } from './container-run.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/** Seconds that a dependency on Fargate has where it names none (developer guide, startTimeout: three minutes). */
const FARGATE_START_TIMEOUT = 180;

/** Resolves when all that a container depends on has come about. @throws TaskStartError when it no longer can */
export async function dependenciesMet(container: ContainerRun, task: Task, clock: Clock): Promise<void> {
  await Promise.all(
    (container.definition.dependsOn ?? []).map(async ({ containerName, condition = 'START' }) => {
      const other = task.containers.find(({ name }) => name === containerName);
      if (!other) return;
      const limit =
        other.definition.startTimeout ??
        (task.plan.launchType === 'FARGATE' ? FARGATE_START_TIMEOUT : undefined);
      await reachedInTime(other, condition, limit, clock).catch((cause: unknown) => {
        throw new TaskStartError(
          `Task failed to start: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      });
    }),
  );
}

/** @param limit seconds from its start that it has to finish or become healthy (API reference, startTimeout) */
async function reachedInTime(
  other: ContainerRun,
  condition: ContainerCondition,
  limit: number | undefined,
  clock: Clock,
): Promise<void> {
  await other.reached('START');
  if (limit === undefined) return other.reached(condition);
  const late = Promise.withResolvers<never>();
  const timer = clock.after(limit, () =>
    late.reject(
      new Error(`dependency timed out: container ${other.name} was not ${condition} within ${limit} seconds`),
    ),
  );
  try {
    await Promise.race([other.reached(condition), late.promise]);
  } finally {
    timer.cancel();
  }
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
