import type { LogConfiguration } from '@aws-sdk/client-ecs';
import type { Context } from '../context.ts';
import type { ContainerRun } from './container-run.ts';
import type { ExecutionRole } from './execution-role.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/** Where the output of containers with a log driver other than awslogs goes: there is nothing else to send it to. */
const OTHER_DRIVERS = '/local-cloud';

/** Options of awslogs that the local cloud has; output is never held back here, so `mode` is always kept. */
const known = [
  'awslogs-group',
  'awslogs-region',
  'awslogs-stream-prefix',
  'awslogs-create-group',
  'mode',
  'max-buffer-size',
];

/**
 * Where a container's output goes ("Send Amazon ECS logs to CloudWatch"); nowhere without a logConfiguration.
 *
 * Another driver than awslogs is a deviation: its output is kept in the group `/local-cloud/DRIVER`, so that it is not
 * lost.
 * @throws TaskStartError for a group that is not there or that the execution role may not write to, and for options
 *   that the local cloud does not have
 */
export function logOf(
  context: Context,
  task: Task,
  container: ContainerRun,
  role: ExecutionRole,
): { write(chunk: string): void } | undefined {
  const { definition, id, name } = container;
  const configuration = definition.logConfiguration;
  if (!configuration?.logDriver) return undefined;
  if (configuration.logDriver !== 'awslogs') {
    const kept = `${OTHER_DRIVERS}/${configuration.logDriver}`;
    return { write: (chunk) => context.logs.write(kept, `${name}/${task.id}`, chunk) };
  }
  const group = groupOf(context, configuration);
  const prefix = configuration.options?.['awslogs-stream-prefix'];
  // Without a prefix it is the container's own id.
  return role.openLog(group, prefix === undefined ? id : `${prefix}/${name}/${task.id}`);
}

function groupOf({ account, logs }: Context, { options = {} }: LogConfiguration): string {
  const unknown = Object.keys(options).filter((option) => !known.includes(option));
  if (unknown.length > 0) throw refused(`the local cloud does not support ${unknown.join(', ')} of awslogs`);
  const { 'awslogs-group': group = '', 'awslogs-region': region } = options;
  if (region === undefined)
    throw refused('unable to get awslogs driver arguments: awslogs-region is required');
  if (region !== account.region)
    throw refused(`the local cloud has no region ${region}: set awslogs-region to ${account.region}`);
  if (options['awslogs-create-group'] !== 'true' && !logs.exists(group))
    throw refused(
      `create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: ` +
        `The specified log group does not exist: ${group} : exit status 1`,
    );
  return group;
}

const refused = (why: string) =>
  new TaskStartError(`ResourceInitializationError: failed to validate logger args: ${why}`);
