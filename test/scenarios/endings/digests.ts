import { DescribeServicesCommand, DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { listTasks } from '../list-tasks.ts';
import { CLUSTER } from './services.ts';

/** The different image digests that the running tasks of a service have: what really runs, whatever is set. */
export async function digestsOf(serviceName: string): Promise<string[]> {
  const ecs = new ECSClient({});
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: CLUSTER, services: [serviceName] }),
  );
  if (services?.length !== 1) return [];
  const taskArns = await listTasks({ cluster: CLUSTER, serviceName, desiredStatus: 'RUNNING' });
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }));
  const digests = tasks.flatMap(({ containers = [] }) =>
    containers.map(({ imageDigest }) => imageDigest ?? ''),
  );
  return [...new Set(digests)];
}
