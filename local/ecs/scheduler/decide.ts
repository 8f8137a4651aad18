/** A task as the scheduler sees it. Tasks that no longer serve (STOPPING and later) are left out. */
export interface TaskView {
  readonly id: string;
  readonly deploymentId: string;
  readonly phase: 'starting' | 'running' | 'draining';
  readonly healthy: boolean;
  /** A check of it has failed for good: it is to be replaced. */
  readonly failing: boolean;
}

export interface ServiceView {
  readonly desiredCount: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly primary: {
    readonly id: string;
    readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
    readonly failedTasks: number;
  };
  /** Failed tasks at which the circuit breaker gives up; undefined where it is off, or a rollback is running. */
  readonly threshold: number | undefined;
  /** False while failed tasks make the next start wait. */
  readonly mayStart: boolean;
  /** Oldest first. */
  readonly tasks: readonly TaskView[];
}

export type Action =
  | { readonly do: 'start'; readonly count: number }
  | { readonly do: 'stop'; readonly task: string; readonly because: 'scaling' | 'unhealthy' }
  | { readonly do: 'trip' };

/** At least this many tasks stay healthy: minimumHealthyPercent, rounded up (API reference, DeploymentConfiguration). */
export const lowerLimit = (view: Pick<ServiceView, 'desiredCount' | 'minimumHealthyPercent'>) =>
  Math.ceil((view.desiredCount * view.minimumHealthyPercent) / 100);

/** At most this many tasks are RUNNING or PENDING: maximumPercent, rounded down. Draining ones are not counted. */
export const upperLimit = (view: Pick<ServiceView, 'desiredCount' | 'maximumPercent'>) =>
  Math.floor((view.desiredCount * view.maximumPercent) / 100);

/**
 * What to do next for a service, from all that is known of it. No clock, no memory: it is asked again after every
 * change, and each answer is a step of a rolling update that never leaves the limits.
 */
export function decide(view: ServiceView): readonly Action[] {
  const { primary, threshold } = view;
  const rolling = primary.rolloutState === 'IN_PROGRESS';
  if (rolling && threshold !== undefined && primary.failedTasks >= threshold) return [{ do: 'trip' }];

  const live = view.tasks.filter(({ phase }) => phase !== 'draining');
  const isNew = ({ deploymentId }: TaskView) => deploymentId === primary.id;
  const healthy = live.filter((task) => task.healthy);
  const failing = live.filter((task) => isNew(task) && task.failing);
  const sound = live.filter((task) => isNew(task) && !task.failing);
  const upper = upperLimit(view);
  const missing = primary.rolloutState === 'FAILED' ? 0 : Math.max(view.desiredCount - sound.length, 0);
  const stops = new Map<string, 'scaling' | 'unhealthy'>();

  for (const { id } of failingToStop(view, { failing, sound, missing, room: upper - live.length }))
    stops.set(id, 'unhealthy');
  const kept = () => live.filter(({ id }) => !stops.has(id));
  const start = view.mayStart ? Math.max(Math.min(missing, upper - kept().length), 0) : 0;

  // Healthy tasks may be stopped down to the lower limit; others cost nothing.
  let spare = Math.max(healthy.length - lowerLimit(view), 0);
  const stop = (tasks: readonly TaskView[], count: number) => {
    for (const task of [...tasks.filter((one) => !one.healthy), ...tasks.filter((one) => one.healthy)].slice(
      0,
      Math.max(count, 0),
    )) {
      if (task.healthy && spare === 0) return;
      if (task.healthy) spare--;
      stops.set(task.id, task.failing ? 'unhealthy' : 'scaling');
    }
  };
  stop(sound, sound.length - view.desiredCount);

  // A deployment that failed for good leaves the older tasks as they are: they are what still serves.
  if (primary.rolloutState !== 'FAILED') {
    const old = kept().filter((task) => !isNew(task));
    const oldHealthy = old.filter((task) => task.healthy);
    stop(old, old.length - oldHealthy.length);
    const room = upper - kept().length - start;
    // Those that fail their checks make room by themselves.
    const waiting = view.mayStart ? missing - start - failing.filter(({ id }) => !stops.has(id)).length : 0;
    // Either there are more healthy tasks than are wanted, or the next new one needs the place of an old one.
    stop(oldHealthy, Math.max(healthy.length - view.desiredCount, room <= 0 ? waiting : 0));
  }

  const actions: Action[] = [...stops].map(([task, because]) => ({ do: 'stop', task, because }));
  return start > 0 ? [...actions, { do: 'start', count: start }] : actions;
}

/**
 * What fails its checks goes when enough others are healthy: its replacement comes first, where there is room for one.
 * Where there is none they are stopped one by one, each when the last one's replacement runs (API reference,
 * DeploymentConfiguration: `maximumPercent`, `minimumHealthyPercent`; they are not healthy, so they count for no minimum).
 */
function failingToStop(
  { primary, desiredCount }: ServiceView,
  tasks: { failing: readonly TaskView[]; sound: readonly TaskView[]; missing: number; room: number },
): readonly TaskView[] {
  const { failing, sound, missing, room } = tasks;
  const isReplaced = sound.filter(({ healthy }) => healthy).length >= desiredCount;
  if (isReplaced || primary.rolloutState === 'FAILED') return failing;
  const isWaiting = sound.some(({ phase }) => phase === 'starting');
  return missing > 0 && room <= 0 && !isWaiting ? failing.slice(0, 1) : [];
}

/**
 * Whether the limits keep a deployment from every step: tasks are missing, all that are there have come to what they
 * will be, and none may be stopped or started.
 */
export function isBlocked(view: ServiceView): boolean {
  const { primary, tasks, desiredCount, mayStart } = view;
  const mine = tasks.filter(({ deploymentId, failing }) => deploymentId === primary.id && !failing);
  return (
    primary.rolloutState === 'IN_PROGRESS' &&
    mayStart &&
    mine.length < desiredCount &&
    tasks.every(({ phase, healthy, failing }) => phase === 'running' && (healthy || failing)) &&
    decide(view).length === 0
  );
}

/** All that is wanted runs and is healthy, and nothing else serves any more. */
export function isStable({ tasks, primary, desiredCount }: ServiceView): boolean {
  return (
    tasks.length === desiredCount &&
    tasks.every(
      (task) => task.deploymentId === primary.id && task.phase === 'running' && task.healthy && !task.failing,
    )
  );
}
