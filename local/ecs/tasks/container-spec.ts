import type { ContainerSpec } from '../../containers/engine.ts';
import { placeOf } from '../capacity.ts';
import type { Context } from '../context.ts';
import type { ContainerRun } from './container-run.ts';
import { environmentOf } from './environment.ts';
import { ExecutionRole } from './execution-role.ts';
import { logOf } from './logging.ts';
import { mountsOf } from './mounts.ts';
import { outputTo } from './output.ts';
import type { ResolvedImage } from './plan.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/** Seconds between SIGTERM and SIGKILL where a container names none (API reference, stopTimeout). */
const STOP_TIMEOUT = 30;

/** Seconds of real time that a container has at least to end by itself, however fast the clock. */
const SHORTEST_STOP = 2;

/** A container as the engine takes it. @throws TaskStartError */
export function containerSpec(context: Context, task: Task, container: ContainerRun): ContainerSpec {
  const { definition, override } = container;
  const role = new ExecutionRole(context, task);
  const image = resolve(context, task, container, role);
  container.image = image;
  const command = override?.command ?? definition.command;
  const memory = override?.memory ?? definition.memory;
  const mounts = mountsOf(task, container);
  return {
    origin: {
      ...placeOf(task.plan),
      container: definition.name,
      image: definition.image,
    },
    name: `slipway-${task.plan.definition.family}-${definition.name}-${task.id.slice(0, 8)}`.toLowerCase(),
    image: image.pull,
    ...(definition.entryPoint?.length ? { entryPoint: definition.entryPoint } : {}),
    ...(command?.length ? { command } : {}),
    environment: environmentOf(context, task, container, role),
    ...(definition.workingDirectory ? { workingDirectory: definition.workingDirectory } : {}),
    ...(definition.user ? { user: definition.user } : {}),
    ports: (definition.portMappings ?? []).flatMap(({ containerPort }) => containerPort ?? []),
    ...(mounts.length > 0 ? { mounts } : {}),
    ...(memory ? { memory } : {}),
    stopTimeout: Math.max(
      context.clock.milliseconds(definition.stopTimeout ?? STOP_TIMEOUT) / 1000,
      SHORTEST_STOP,
    ),
    onOutput: outputTo(logOf(context, task, container, role), task),
  };
}

function resolve(
  { images }: Context,
  task: Task,
  { definition }: ContainerRun,
  role: ExecutionRole,
): ResolvedImage {
  const found = task.plan.images.get(definition.name) ?? images.resolve(definition.image);
  if (!('error' in found)) {
    role.checkPull(found.repository, definition.image);
    return found;
  }
  const prefix = 'CannotPullContainerError: ';
  throw new TaskStartError(found.error.startsWith(prefix) ? found.error : `${prefix}${found.error}`);
}
