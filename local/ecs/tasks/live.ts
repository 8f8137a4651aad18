import { ContainerStartError } from '../../containers/engine.ts';
import type { Context } from '../context.ts';
import { containerSpec } from './container-spec.ts';
import { dependenciesMet, stopOrder } from './dependencies.ts';
import { volumesOf } from './mounts.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';
import { refuseUnsupported } from './unsupported.ts';

/** Called while a task enters and leaves its target groups. */
export interface TargetHooks {
  registered(task: Task, targetGroupArn: string): void;
  deregistered(task: Task, targetGroupArn: string): void;
}

/** A task's life from PROVISIONING to STOPPED. Ends it by itself when it cannot start; never rejects. */
export async function live(context: Context, task: Task, hooks?: TargetHooks): Promise<void> {
  const address = context.network.allocate();
  task.changed();
  // Whoever asked for it sees it as it was made; what happens to it comes after.
  await Promise.resolve();
  task.attach(address);
  task.mark('connectivityAt');
  task.move('PENDING');
  let active = false;
  try {
    await start(context, task, address);
    // A short one may have ended again by now: it did start.
    if (task.containers.every(({ essential, runtimeId }) => !essential || runtimeId !== undefined))
      task.mark('startedAt');
    if (!task.ending.aborted) {
      active = true;
      task.move('ACTIVATING');
      for (const [arn, port] of targetsOf(task)) {
        context.targetGroups.register(arn, address, port);
        hooks?.registered(task, arn);
      }
      task.move('RUNNING');
    }
    await aborted(task.ending);
  } catch (error) {
    failToStart(task, error);
  }
  if (active && targetsOf(task).length > 0) {
    task.move('DEACTIVATING');
    await Promise.all(
      targetsOf(task).map(async ([arn, port]) => {
        hooks?.deregistered(task, arn);
        await context.targetGroups.deregister(arn, address, port);
      }),
    );
  }
  task.move('STOPPING');
  for (const level of stopOrder(task.containers))
    await Promise.all(level.map((container) => container.stop()));
  task.mark('executionStoppedAt');
  await Promise.all(volumesOf(task).map((volume) => context.engine.removeVolume(volume)));
  task.move('DEPROVISIONING');
  context.network.release(address);
  task.mark('stoppedAt');
  task.move('STOPPED');
}

/** Resolves when all containers run, or when the task is to end. */
async function start(context: Context, task: Task, address: string): Promise<void> {
  refuseUnsupported(task);
  const specs = task.containers.map((container) => ({
    container,
    spec: containerSpec(context, task, container),
  }));
  task.mark('pullStartedAt');
  const images = new Map(specs.map(({ spec }) => [spec.image, spec.origin]));
  const end = context.clock.begin(`pull of the images of task ${task.id}`);
  const pulled = Promise.all(
    [...images].map(([image, origin]) => context.engine.pull(image, origin)),
  ).finally(end);
  await Promise.race([pulled, aborted(task.ending)]);
  if (task.ending.aborted) return;
  task.mark('pullStoppedAt');
  const started = specs.map(async ({ container, spec }) => {
    await Promise.race([dependenciesMet(container, task, context.clock), aborted(task.ending)]);
    if (task.ending.aborted) return;
    await container.start(context.engine, spec);
    for (const [port, endpoint] of container.endpoints) context.network.expose(address, port, endpoint);
  });
  await Promise.race([Promise.all(started), aborted(task.ending)]);
}

/** Target groups and the port in each. */
function targetsOf(task: Task): [arn: string, port: number][] {
  return task.plan.loadBalancers.flatMap(({ targetGroupArn, containerPort }) =>
    targetGroupArn === undefined || containerPort === undefined
      ? []
      : [[targetGroupArn, containerPort] as [string, number]],
  );
}

function failToStart(task: Task, error: unknown): void {
  if (error instanceof ContainerStartError && error.code === 'CannotStartContainerError')
    // The container's own reason says what it was.
    task.end('TaskFailedToStart', 'Task failed to start');
  else if (error instanceof ContainerStartError || error instanceof TaskStartError)
    task.end('TaskFailedToStart', error.message);
  else task.end('TaskFailedToStart', `Task failed to start: the local cloud failed: ${String(error)}`);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
