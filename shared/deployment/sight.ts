import type { Sight } from './ports.ts';

/** What a look at a target without a load balancer means. */
export type SightJudgement =
  | { readonly kind: 'healthy'; readonly what: string }
  /** It may come yet. */
  | { readonly kind: 'not yet'; readonly why: string }
  | { readonly kind: 'bad'; readonly why: string };

/**
 * Judges by what the provider says of the tasks: all that shall be there run, the health checks of their containers are
 * good where there are such, and none has ended by itself since.
 */
export function judgeSight({ wanted, tasks, ended }: Sight): SightJudgement {
  if (wanted === 0) return { kind: 'bad', why: 'it is scaled to zero, so nothing runs that could be judged' };
  const [first] = ended;
  if (first !== undefined) {
    const others = ended.length === 1 ? '' : ` (and ${ended.length - 1} more)`;
    return { kind: 'bad', why: `task ${first.id} did not stay up: ${first.why}${others}` };
  }
  const sick = tasks.find(({ health }) => health === 'unhealthy');
  if (sick) return { kind: 'bad', why: `a container's own health check fails in task ${sick.id}` };
  const running = tasks.filter((task) => task.running);
  if (running.length < wanted) return { kind: 'not yet', why: `${running.length} of ${wanted} tasks run` };
  const checked = running.filter(({ health }) => health !== 'none');
  const unsure = checked.filter(({ health }) => health !== 'healthy').length;
  if (unsure > 0) {
    return { kind: 'not yet', why: `the container health checks of ${unsure} tasks have not passed yet` };
  }
  return { kind: 'healthy', what: `${running.length} of ${wanted} tasks run, ${healthOf(checked.length)}` };
}

function healthOf(checked: number): string {
  return checked > 0
    ? 'their container health checks pass'
    : 'and no container has a health check of its own';
}
