import { DescribeTasksCommand, paginateListTasks, type Task } from '@aws-sdk/client-ecs';
import type { EcsService } from './target.ts';

/** ListTasks and DescribeTasks take and give 100 at most. */
const TASKS_PER_CALL = 100;

/**
 * The service's tasks, a hundred at a time, in the no order in which ECS lists them.
 * @param atMost so many are looked at: each hundred is two calls
 */
export async function* serviceTasks(
  { ecs, settings }: EcsService,
  desiredStatus: 'STOPPED' | 'RUNNING',
  atMost: number,
): AsyncGenerator<readonly Task[]> {
  const { cluster, service: serviceName } = settings;
  const pages = paginateListTasks(
    { client: ecs, pageSize: TASKS_PER_CALL },
    { cluster, serviceName, desiredStatus },
  );
  let looked = 0;
  for await (const { taskArns = [] } of pages) {
    if (taskArns.length > 0) {
      const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      yield tasks;
    }
    looked += taskArns.length;
    if (looked >= atMost) return;
  }
}
