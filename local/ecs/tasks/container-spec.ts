import type { ContainerSpec } from '../../containers/engine.ts';
import { placeOf } from '../capacity.ts';
import type { Context } from '../context.ts';
import type { ContainerRun } from './container-run.ts';
import { outputOf } from './output.ts';
import type { ResolvedImage } from './plan.ts';
import { roleEnvironment } from './roles.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/** Seconds between SIGTERM and SIGKILL where a container names none (API reference, stopTimeout). */
const STOP_TIMEOUT = 30;

/** Seconds of real time that a container has at least to end by itself, however fast the clock. */
const SHORTEST_STOP = 2;

/**
 * A container as the engine takes it.
 *
 * Limits and isolation that the engine does not have (cpu, ulimits, linuxParameters, read-only root, privileged,
 * labels) are kept in the task definition and not applied; what a program would miss is refused.
 * @throws TaskStartError
 */
export function containerSpec(context: Context, task: Task, container: ContainerRun): ContainerSpec {
  const { definition } = container;
  refuseUnsupported(task, container);
  container.image = resolve(context, task, container);
  const override = task.plan.overrides.containerOverrides?.find(({ name }) => name === definition.name);
  const command = override?.command ?? definition.command;
  const memory = override?.memory ?? definition.memory;
  return {
    origin: {
      ...placeOf(task.plan),
      container: definition.name,
      image: definition.image,
    },
    name: `slipway-${task.plan.definition.family}-${definition.name}-${task.id.slice(0, 8)}`.toLowerCase(),
    image: container.image.pull,
    ...(definition.entryPoint?.length ? { entryPoint: definition.entryPoint } : {}),
    ...(command?.length ? { command } : {}),
    environment: {
      ...roleEnvironment(context, task),
      ...Object.fromEntries((definition.environment ?? []).map(({ name = '', value = '' }) => [name, value])),
      ...secretsOf(context, container),
      ...Object.fromEntries((override?.environment ?? []).map(({ name = '', value = '' }) => [name, value])),
    },
    ...(definition.workingDirectory ? { workingDirectory: definition.workingDirectory } : {}),
    ...(definition.user ? { user: definition.user } : {}),
    ports: (definition.portMappings ?? []).flatMap(({ containerPort }) => containerPort ?? []),
    ...(memory ? { memory } : {}),
    stopTimeout: Math.max(
      context.clock.milliseconds(definition.stopTimeout ?? STOP_TIMEOUT) / 1000,
      SHORTEST_STOP,
    ),
    onOutput: outputOf(context, task, container),
  };
}

function resolve({ images }: Context, task: Task, { definition }: ContainerRun): ResolvedImage {
  const pinned = task.plan.images.get(definition.name);
  if (pinned) return pinned;
  const found = images.resolve(definition.image);
  if (!('error' in found)) return found;
  const prefix = 'CannotPullContainerError: ';
  throw new TaskStartError(found.error.startsWith(prefix) ? found.error : `${prefix}${found.error}`);
}

function secretsOf({ parameters }: Context, { definition }: ContainerRun): Record<string, string> {
  return Object.fromEntries(
    (definition.secrets ?? []).map(({ name = '', valueFrom = '' }) => {
      try {
        if (valueFrom.includes(':secretsmanager:'))
          throw new Error('the local cloud has no Secrets Manager: use an SSM parameter');
        return [name, parameters.value(valueFrom)];
      } catch (cause) {
        throw new TaskStartError(
          'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ' +
            `unable to retrieve secrets from ssm: ${valueFrom}: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      }
    }),
  );
}

function refuseUnsupported(task: Task, { definition }: ContainerRun): void {
  const missing = [
    definition.mountPoints?.length && 'mountPoints',
    definition.volumesFrom?.length && 'volumesFrom',
    definition.environmentFiles?.length && 'environmentFiles',
    definition.links?.length && 'links',
    definition.extraHosts?.length && 'extraHosts',
    definition.firelensConfiguration && 'firelensConfiguration',
    definition.repositoryCredentials && 'repositoryCredentials',
  ].filter(Boolean);
  if (missing.length > 0)
    throw new TaskStartError(
      `ResourceInitializationError: the local cloud does not support ${missing.join(', ')} ` +
        `(container ${definition.name} of ${task.plan.definition.family}:${task.plan.definition.revision})`,
    );
}
