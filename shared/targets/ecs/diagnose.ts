import {
  DescribeServiceDeploymentsCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { describeService } from './describe.ts';
import type { EcsService } from './target.ts';

/** How many stopped tasks are looked at: enough to see what they have in common. DescribeTasks takes 100. */
const STOPPED_TASKS = 20;

/** Service events that ECS writes when all goes as usual. */
const USUAL =
  /has (started|stopped|reached|begun draining)|(registered|deregistered) \d+ targets|deployment completed|rolling back/;

/** Why tasks of a rollout did not stay up: their exit codes and reasons, grouped, and what ECS says of the service. */
export async function diagnose(service: EcsService, rollout: string): Promise<string[]> {
  const [tasks, events] = await Promise.allSettled([stoppedTasks(service, rollout), unusualEvents(service)]);
  return [
    ...(tasks.status === 'fulfilled' ? tasks.value : []),
    ...(events.status === 'fulfilled' ? events.value : []),
  ];
}

async function stoppedTasks({ ecs, settings }: EcsService, rollout: string): Promise<string[]> {
  const { serviceDeployments } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [rollout] }),
  );
  const began = serviceDeployments?.[0]?.createdAt?.getTime() ?? 0;
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({
      cluster: settings.cluster,
      serviceName: settings.service,
      desiredStatus: 'STOPPED',
      maxResults: STOPPED_TASKS,
    }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(
    new DescribeTasksCommand({ cluster: settings.cluster, tasks: taskArns }),
  );
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if ((task.createdAt?.getTime() ?? 0) < began) continue;
    const why = reasonOf(task);
    if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => `${count} task${count === 1 ? '' : 's'} stopped: ${why}`);
}

function reasonOf({ stoppedReason, stopCode, containers = [] }: Task): string | undefined {
  // Tasks that ECS stopped because it scaled or rolled back are no cause.
  if (stopCode === 'ServiceSchedulerInitiated' && !/health check/i.test(stoppedReason ?? ''))
    return undefined;
  const ended = containers
    .filter(({ exitCode, reason }) => (exitCode !== undefined && exitCode !== 0) || reason !== undefined)
    .map(({ name, exitCode, reason }) =>
      `${name} ${exitCode === undefined ? '' : `exit code ${exitCode}`}${reason ? ` ${reason}` : ''}`.trim(),
    );
  return [stoppedReason, ended.join(', ')].filter(Boolean).join('; ');
}

async function unusualEvents(service: EcsService): Promise<string[]> {
  const found = await describeService(service);
  const messages = (found?.events ?? []).slice(0, 10).map(({ message = '' }) => message);
  const telling = messages.filter((message) => message !== '' && !USUAL.test(message));
  return telling.slice(0, 1).map((message) => `ECS says: ${message}`);
}
