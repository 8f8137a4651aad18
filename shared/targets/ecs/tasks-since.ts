import type { Task } from '@aws-sdk/client-ecs';
import { serviceTasks } from './service-tasks.ts';
import type { EcsService } from './target.ts';

/** So many of a rollout's tasks are enough to see what they have in common. */
const TELLING_TASKS = 20;

/** A service that crashes all the time stops no more within the hour that ECS remembers, in all likelihood. */
const TASKS_LOOKED_AT = 1000;

/**
 * Some of the service's tasks that were created since then. ECS lists them in no order.
 * @param began milliseconds since 1970
 */
export async function describeTasksSince(
  service: EcsService,
  desiredStatus: 'STOPPED' | 'RUNNING',
  began: number,
): Promise<Task[]> {
  const found: Task[] = [];
  for await (const tasks of serviceTasks(service, desiredStatus, TASKS_LOOKED_AT)) {
    found.push(...tasks.filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= began));
    if (found.length >= TELLING_TASKS) break;
  }
  return found;
}
