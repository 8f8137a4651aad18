import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { ContainerDefinition, Task } from '@aws-sdk/client-ecs';
import { errorName } from '../../aws/errors.ts';
import { describeDefinition } from './definition.ts';
import { quoteLine } from './quote-line.ts';
import type { EcsService } from './target.ts';

/** Lines of a container's log that are kept. */
const LINES = 20;

/** Characters of them all together: a trail entry is one item of the ledger, and people read it. */
const MOST_CHARACTERS = 4000;

/**
 * The last lines that a container of a task wrote, oldest first. Never throws: what cannot be had is one line that says so.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export async function lastLines(service: EcsService, task: Task, name: string): Promise<string[]> {
  try {
    const definition = await describeDefinition(service, task.taskDefinitionArn ?? '');
    const container = definition.containerDefinitions?.find((one) => one.name === name);
    if (container === undefined) return [];
    const place = placeOf(service, task, container);
    if ('missing' in place) return [`(${place.missing})`];
    if (service.logs === undefined) return [];
    const { events = [] } = await service.logs.send(new GetLogEventsCommand({ ...place, limit: LINES }));
    return bounded(events.map(({ message = '' }) => quoteLine(message)).filter((line) => line !== ''));
  } catch (error) {
    return [`(the log of ${name} could not be read: ${whyNot(error)})`];
  }
}

type Place = { readonly logGroupName: string; readonly logStreamName: string };

function placeOf(
  service: EcsService,
  task: Task,
  { name = '', logConfiguration }: ContainerDefinition,
): Place | { readonly missing: string } {
  const { logDriver, options = {} } = logConfiguration ?? {};
  if (logDriver === undefined)
    return { missing: `${name} has no logConfiguration: its output is kept nowhere` };
  if (logDriver !== 'awslogs')
    return { missing: `the log of ${name} goes by ${logDriver}, which is not read here` };
  const {
    'awslogs-group': logGroupName = '',
    'awslogs-region': region,
    'awslogs-stream-prefix': prefix,
  } = options;
  if (region !== undefined && region !== service.region)
    return { missing: `the log of ${name} is in ${region}, which is not read from here` };
  const id = task.taskArn?.split('/').at(-1) ?? '';
  const runtimeId = task.containers?.find((one) => one.name === name)?.runtimeId;
  const logStreamName = prefix === undefined ? runtimeId : `${prefix}/${name}/${id}`;
  return logStreamName === undefined
    ? { missing: `${name} did not run: it has no log` }
    : { logGroupName, logStreamName };
}

function whyNot(error: unknown): string {
  switch (errorName(error)) {
    case 'AccessDeniedException':
      return 'logs:GetLogEvents is not allowed';
    case 'ResourceNotFoundException':
      return 'it wrote nothing';
    default:
      return errorName(error);
  }
}

/** The newest of them that have room. */
function bounded(lines: readonly string[]): string[] {
  let room = MOST_CHARACTERS;
  const kept: string[] = [];
  for (const line of lines.toReversed()) {
    room -= line.length;
    if (room < 0) break;
    kept.unshift(line);
  }
  return kept;
}
