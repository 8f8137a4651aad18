import type { LogConfiguration } from '@aws-sdk/client-ecs';
import type { Context } from '../context.ts';
import type { ContainerRun } from './container-run.ts';
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

export interface LogPlace {
  readonly group: string;
  readonly stream: string;
}

/**
 * Where a container's output goes ("Send Amazon ECS logs to CloudWatch"); nowhere without a logConfiguration.
 *
 * Another driver than awslogs is a deviation: its output is kept in the group `/local-cloud/DRIVER`, so that it is not
 * lost.
 * @throws TaskStartError for a group that is not there, and for options that the local cloud does not have
 */
export function logPlaceOf(context: Context, task: Task, container: ContainerRun): LogPlace | undefined {
  const { definition, id, name } = container;
  const configuration = definition.logConfiguration;
  if (!configuration?.logDriver) return undefined;
  if (configuration.logDriver !== 'awslogs')
    return { group: `${OTHER_DRIVERS}/${configuration.logDriver}`, stream: `${name}/${task.id}` };
  const group = groupOf(context, configuration);
  const prefix = configuration.options?.['awslogs-stream-prefix'];
  // Without a prefix it is the container's own id.
  return { group, stream: prefix === undefined ? id : `${prefix}/${name}/${task.id}` };
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
