import { DescribeTasksCommand, paginateListTasks, type Task } from '@aws-sdk/client-ecs';
import type { EcsService } from './target.ts';

/** So many of a rollout's tasks are enough to see what they have in common. */
const TELLING_TASKS = 20;

/** A service that crashes all the time stops no more within the hour that ECS remembers, in all likelihood. */
const TASKS_LOOKED_AT = 1000;

/** ListTasks and DescribeTasks take and give 100 at most. */
const TASKS_PER_CALL = 100;

/**
 * Some of the service's tasks that were created since then. ECS lists them in no order.
 * @param began milliseconds since 1970
 */
export async function describeTasksSince(
  { ecs, settings }: EcsService,
  desiredStatus: 'STOPPED' | 'RUNNING',
  began: number,
): Promise<Task[]> {
  const { cluster, service: serviceName } = settings;
  const pages = paginateListTasks(
    { client: ecs, pageSize: TASKS_PER_CALL },
    { cluster, serviceName, desiredStatus },
  );
  const found: Task[] = [];
  let looked = 0;
  for await (const { taskArns = [] } of pages) {
    if (taskArns.length > 0) {
      const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      found.push(...tasks.filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= began));
    }
    looked += taskArns.length;
    if (found.length >= TELLING_TASKS || looked >= TASKS_LOOKED_AT) break;
  }
  return found;
}
