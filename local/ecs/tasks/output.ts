import type { LogSink } from '../../parts.ts';
import type { LogPlace } from './logging.ts';
import type { Task } from './task.ts';

/** Takes a container's output to CloudWatch Logs, line by line. */
export function outputTo(logs: LogSink, place: LogPlace | undefined, task: Task): (chunk: string) => void {
  if (place === undefined) return () => undefined;
  const { group, stream } = place;
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
