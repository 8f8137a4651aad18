import { DescribeTasksCommand, type ECSClient, paginateListTasks } from '@aws-sdk/client-ecs';

/** ARNs of the tasks of a cluster, or of this group in it, that have not stopped, whatever they are asked to be. */
export async function runningTasks(client: ECSClient, cluster: string, group?: string): Promise<string[]> {
  const all: string[] = [];
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const)
    for await (const { taskArns = [] } of paginateListTasks({ client }, { cluster, desiredStatus })) {
      if (taskArns.length === 0) continue;
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      const going = tasks.filter(
        (task) => task.lastStatus !== 'STOPPED' && (group === undefined || task.group === group),
      );
      all.push(...going.flatMap(({ taskArn }) => taskArn ?? []));
    }
  return all;
}
