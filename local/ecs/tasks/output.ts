import type { LogSink } from '../../parts.ts';
import type { ContainerRun } from './container-run.ts';
import type { Task } from './task.ts';

/** Where the output of containers with a log driver other than awslogs goes: there is nothing else to send it to. */
const OTHER_DRIVERS = '/local-cloud';

/**
 * Takes a container's output to CloudWatch Logs, line by line.
 *
 * A container without logConfiguration has none, as on Fargate. Another driver than awslogs is a deviation: its
 * output is kept in the group `/local-cloud/DRIVER`, so that it is not lost.
 */
export function outputOf(
  { logs }: { logs: LogSink },
  task: Task,
  { definition }: ContainerRun,
): (chunk: string) => void {
  const configuration = definition.logConfiguration;
  if (!configuration?.logDriver) return () => undefined;
  const options = configuration.options ?? {};
  const group = options['awslogs-group'] ?? `${OTHER_DRIVERS}/${configuration.logDriver}`;
  const prefix = options['awslogs-stream-prefix'] ?? options['awslogs-group'] ?? 'ecs';
  const stream = `${prefix}/${definition.name}/${task.id}`;
  let rest = '';
  const flush = () => {
    if (rest) logs.write(group, stream, rest);
    rest = '';
  };
  // A last line without an end must not stay here when the task is gone.
  task.ending.addEventListener('abort', flush, { once: true });
  return (chunk) => {
    const text = rest + chunk;
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) logs.write(group, stream, text.slice(0, end));
    if (task.ending.aborted) flush();
  };
}
