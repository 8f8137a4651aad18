import type { Task } from '@aws-sdk/client-ecs';
import type { Cause } from '../../deployment/causes.ts';
import { RANK } from './rank.ts';
import { whyItStopped } from './why-it-stopped.ts';

export interface TaskGroup {
  readonly cause: Cause;
  /** One of them, to see what it wrote. */
  readonly example: Task;
}

/** Stopped tasks by why they stopped, the most frequent reason first. Those that ECS or a person ended have none. */
export function groupTasks(tasks: readonly Task[]): TaskGroup[] {
  const groups = new Map<string, { why: string; times: number; example: Task }>();
  for (const task of tasks) {
    const why = whyItStopped(task);
    if (why === undefined) continue;
    const what = withoutNames(why);
    const known = groups.get(what);
    groups.set(what, { why, times: (known?.times ?? 0) + 1, example: task });
  }
  return [...groups]
    .sort(([, a], [, b]) => b.times - a.times)
    .map(([what, { why, times, example }]) => ({
      cause: {
        what: `stopped: ${what}`,
        times,
        rank: RANK.stoppedTasks,
        text: `${times} task${times === 1 ? '' : 's'} stopped: ${why}`,
      },
      example,
    }));
}

/** Ids of tasks and addresses differ where the reason is the same. */
function withoutNames(why: string): string {
  return why
    .replaceAll(/\b[0-9a-f]{32}\b/g, 'ID')
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, 'ADDRESS');
}
