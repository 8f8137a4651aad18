import {
  DescribeServiceDeploymentsCommand,
  DescribeTasksCommand,
  paginateListTasks,
  type Task,
} from '@aws-sdk/client-ecs';
import { describeService } from './describe.ts';
import type { EcsService } from './target.ts';

/** So many of a rollout's stopped tasks are enough to see what they have in common. */
const TELLING_TASKS = 20;

/** A service that crashes all the time stops no more within the hour that ECS remembers, in all likelihood. */
const STOPPED_TASKS_LOOKED_AT = 1000;

/** ListTasks and DescribeTasks take and give 100 at most. */
const TASKS_PER_CALL = 100;

/** Service events that ECS writes when all goes as usual. */
const USUAL =
  /has (started|stopped|reached|begun draining)|(registered|deregistered) \d+ targets|deployment completed|rolling back/;

/** Those that say that it went wrong, and not why. */
const CONSEQUENCE = /deployment failed:|unable to consistently start tasks/;

/** Why tasks of a rollout did not stay up: their exit codes and reasons, grouped, and what ECS says of the service. */
export async function diagnose(service: EcsService, rollout: string): Promise<string[]> {
  const began = await beginningOf(service, rollout).catch(() => 0);
  const [tasks, events] = await Promise.allSettled([
    stoppedTasks(service, began),
    unusualEvents(service, began),
  ]);
  return [
    ...(tasks.status === 'fulfilled' ? tasks.value : []),
    ...(events.status === 'fulfilled' ? events.value : []),
  ];
}

/** Milliseconds since 1970. */
async function beginningOf({ ecs }: EcsService, rollout: string): Promise<number> {
  const { serviceDeployments } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [rollout] }),
  );
  return serviceDeployments?.[0]?.createdAt?.getTime() ?? 0;
}

async function stoppedTasks(service: EcsService, began: number): Promise<string[]> {
  const tasks = await describeStopped(service, began);
  const counts = new Map<string, number>();
  for (const task of tasks) {
    const why = reasonOf(task);
    if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => `${count} task${count === 1 ? '' : 's'} stopped: ${why}`);
}

/** Stopped tasks that were created since then. ECS lists them in no order, among all that stopped within the hour. */
async function describeStopped({ ecs, settings }: EcsService, began: number): Promise<Task[]> {
  const { cluster, service: serviceName } = settings;
  const pages = paginateListTasks(
    { client: ecs, pageSize: TASKS_PER_CALL },
    { cluster, serviceName, desiredStatus: 'STOPPED' },
  );
  const found: Task[] = [];
  let looked = 0;
  for await (const { taskArns = [] } of pages) {
    if (taskArns.length > 0) {
      const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      found.push(...tasks.filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= began));
    }
    looked += taskArns.length;
    if (found.length >= TELLING_TASKS || looked >= STOPPED_TASKS_LOOKED_AT) break;
  }
  return found;
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

/** The newest one that says why, else the newest that is not usual. */
async function unusualEvents(service: EcsService, began: number): Promise<string[]> {
  const found = await describeService(service);
  const messages = (found?.events ?? [])
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= began)
    .map(({ message = '' }) => message)
    .filter((message) => message !== '' && !USUAL.test(message));
  const telling = messages.find((message) => !CONSEQUENCE.test(message)) ?? messages[0];
  return telling === undefined ? [] : [`ECS says: ${telling}`];
}
