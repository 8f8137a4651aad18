import type { Task } from './task.ts';

/** Takes a container's output to its log, line by line; nowhere where it has none. */
export function outputTo(
  log: { write(chunk: string): void } | undefined,
  task: Task,
): (chunk: string) => void {
  if (log === undefined) return () => undefined;
  let rest = '';
  const flush = () => {
    if (rest) log.write(rest);
    rest = '';
  };
  // A last line without an end must not stay here when the task is gone.
  task.ending.addEventListener('abort', flush, { once: true });
  return (chunk) => {
    const text = rest + chunk;
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) log.write(text.slice(0, end));
    if (task.ending.aborted) flush();
  };
}
