import { type Container, DescribeTasksCommand, type Task } from '@aws-sdk/client-ecs';
import type { StartedTask, TaskState } from '../../deployment/task.ts';
import { lastLines } from './last-lines.ts';
import type { EcsService } from './target.ts';

/**
 * Where a one-off task is. It has ended as soon as the container that counts has, also while ECS still takes its network
 * away, which takes longer than many a task.
 */
export async function lookAtTask(
  service: EcsService,
  { id, container: name }: StartedTask,
): Promise<TaskState> {
  const { tasks } = await service.ecs.send(
    new DescribeTasksCommand({ cluster: service.settings.cluster, tasks: [id] }),
  );
  const [task] = tasks ?? [];
  if (task === undefined) {
    // ECS describes a stopped task for an hour at least.
    return { phase: 'ended', reason: `ECS no longer knows the task ${id}`, log: [] };
  }
  const container = task.containers?.find((one) => one.name === name);
  const isOver = task.lastStatus === 'STOPPED' || container?.exitCode !== undefined;
  if (!isOver) return { phase: 'running', detail: `${task.lastStatus ?? 'unknown'}` };
  const exitCode = container?.exitCode;
  return {
    phase: 'ended',
    reason: reasonOf(task, container),
    log: await lastLines(service, task, name),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(task.desiredStatus === 'RUNNING' ? { lingers: true } : {}),
  };
}

function reasonOf({ stoppedReason, lastStatus = 'unknown' }: Task, container: Container | undefined): string {
  return [stoppedReason, container?.reason].filter(Boolean).join('; ') || `the task is ${lastStatus}`;
}
