import {
  DescribeTaskDefinitionCommand,
  type HealthStatus,
  type Task,
  type TaskStopCode,
} from '@aws-sdk/client-ecs';
import { Rejected } from '../../deployment/errors.ts';
import type { SeenTask, Sight } from '../../deployment/ports.ts';
import { describeService } from './describe.ts';
import { serviceTasks } from './service-tasks.ts';
import type { EcsService } from './target.ts';

/** So many of a service's tasks are looked at: each hundred is two calls, and a bake looks often. */
const TASKS_LOOKED_AT = 500;

/**
 * Stops that are the task's own doing. Not those of people, of a lost Spot instance, or of ECS when it scales
 * (DescribeTasks, `stopCode`).
 */
const OWN_DOING: readonly (TaskStopCode | undefined)[] = ['EssentialContainerExited', 'TaskFailedToStart'];

/** What runs of a revision: its tasks with the health of their containers, and those that did not stay up. */
export async function watch(service: EcsService, revision: string, since: number): Promise<Sight> {
  const found = await describeService(service);
  if (found === undefined) throw new Rejected(`the ${service.name} is gone`);
  const ofRevision = ({ taskDefinitionArn }: Task) => taskDefinitionArn === revision;
  const live = (await describeTasks(service, 'RUNNING')).filter(ofRevision);
  const stopped = (await describeTasks(service, 'STOPPED')).filter(ofRevision);
  const hasChecks =
    live.every(({ healthStatus }) => isKnown(healthStatus)) || (await checksHealth(service, revision));
  return {
    wanted: found.desiredCount ?? 0,
    tasks: live.map((task) => seen(task, hasChecks)),
    ended: stopped
      .filter((task) => ((task.stoppingAt ?? task.stoppedAt)?.getTime() ?? 0) >= since)
      .flatMap((task) => {
        const why = whyEnded(task);
        return why === undefined ? [] : [{ id: idOf(task), why }];
      }),
  };
}

async function describeTasks(service: EcsService, desiredStatus: 'RUNNING' | 'STOPPED'): Promise<Task[]> {
  const found: Task[] = [];
  for await (const tasks of serviceTasks(service, desiredStatus, TASKS_LOOKED_AT)) found.push(...tasks);
  return found;
}

function seen(task: Task, hasChecks: boolean): SeenTask {
  return { id: idOf(task), running: task.lastStatus === 'RUNNING', health: healthOf(task, hasChecks) };
}

function healthOf({ healthStatus }: Task, hasChecks: boolean): SeenTask['health'] {
  if (healthStatus === 'HEALTHY') return 'healthy';
  if (healthStatus === 'UNHEALTHY') return 'unhealthy';
  return hasChecks ? 'unknown' : 'none';
}

/**
 * A task's health is that of its essential containers with a health check. It is UNKNOWN before the first result and
 * also where there is no check at all (developer guide, "Determine Amazon ECS task health using container health
 * checks"): only the task definition tells the two apart.
 */
async function checksHealth({ ecs }: EcsService, taskDefinition: string): Promise<boolean> {
  const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  return (found?.containerDefinitions ?? []).some(
    ({ essential = true, healthCheck }) => essential && healthCheck !== undefined,
  );
}

function isKnown(status: HealthStatus | undefined): boolean {
  return status === 'HEALTHY' || status === 'UNHEALTHY';
}

function whyEnded({ stopCode, stoppedReason = 'it stopped', containers = [] }: Task): string | undefined {
  const unhealthy = stopCode === 'ServiceSchedulerInitiated' && /health check/i.test(stoppedReason);
  if (!unhealthy && !OWN_DOING.includes(stopCode)) return undefined;
  const codes = containers
    .filter(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
    .map(({ name, exitCode }) => `${name} ended with exit code ${exitCode}`);
  return [stoppedReason, ...codes].join('; ');
}

function idOf({ taskArn = '' }: Task): string {
  return taskArn.slice(taskArn.lastIndexOf('/') + 1);
}
