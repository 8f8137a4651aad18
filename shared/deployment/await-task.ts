import { type Attempt, note } from './attempt.ts';
import { keepTurn, type Stopped } from './keep-turn.ts';
import type { Outcome } from './rolling.ts';
import type { OneOffTask, StartedTask, TaskState } from './task.ts';
import { tellingLines } from './telling-lines.ts';
import { TASK_STOP_SECONDS, taskTimerSeconds } from './timing.ts';

export type When = 'before' | 'after';

export interface Begun extends StartedTask {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Where the deployment is while such a task runs: whether it can be interrupted depends on that. */
export const PHASE = { before: 'before', after: 'roll' } as const;

type Seen =
  /** Seconds until its time is over. */
  | { readonly kind: 'running'; readonly left: number }
  /** Over its time and told to stop; its end is still awaited, for what it wrote. */
  | { readonly kind: 'stopping'; readonly since: number }
  | { readonly kind: 'ended'; readonly exitCode?: number; readonly why: string; readonly stopped?: Stopped }
  | { readonly kind: 'left'; readonly stopped: Stopped };

export async function awaitTask(
  attempt: Attempt,
  when: When,
  task: OneOffTask,
  started: Begun,
): Promise<Outcome> {
  const { journal } = attempt;
  const step = `${when}:${task.name}`;
  let stoppedAt: number | undefined;
  let left = task.timeoutSeconds;
  for (let round = 1; ; round++) {
    const timer = taskTimerSeconds(round, stoppedAt === undefined ? left : TASK_STOP_SECONDS);
    // First the token, then the look: an event between the two ends a wait that is already open.
    const wait = await journal.openWait(`${step}:wait-${round}`, timer);
    const seen = await journal.step(`${step}:look-${round}`, () =>
      look(attempt, when, task, started, stoppedAt, wait.token),
    );
    if (seen.kind === 'left') return seen.stopped;
    if (seen.kind === 'ended') return seen.stopped ?? judge(task, seen, stoppedAt !== undefined);
    if (seen.kind === 'stopping') stoppedAt ??= seen.since;
    // As if no event came: then the next timer ends when the task's time does.
    else left = seen.left - timer;
    await wait.ended();
  }
}

/**
 * One look at a task. Whoever interrupts the deployment waits for a task before the rollout to end: a migration that is cut
 * off half-way is worse than a wait, and what is good still runs. A task after the rollout is stopped for it.
 */
async function look(
  attempt: Attempt,
  when: When,
  task: OneOffTask,
  started: Begun,
  stoppedAt: number | undefined,
  token: string,
): Promise<Seen> {
  const { ports, target } = attempt;
  const step = `${when}:${task.name}`;
  const stopped = await keepTurn(attempt, PHASE[when], token);
  if (stopped && !(stopped.interruption && when === 'before')) {
    if (stopped.interruption) await target.stopTask(started, `The deployment was ${stopped.reason}`);
    return { kind: 'left', stopped };
  }
  const now = ports.now();
  const state = await target.lookAtTask(started);
  if (state.phase === 'ended') {
    if (state.lingers) await target.stopTask(started, `Its container ${started.container} has ended`);
    await note(attempt, `${step}:ended`, `${endOf(state)} after ${Math.round((now - started.at) / 1000)} s`);
    if (state.log.length > 0) await note(attempt, `${step}:log`, state.log.join('\n'));
    const { exitCode } = state;
    return {
      kind: 'ended',
      why: explain(state),
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(stopped ? { stopped } : {}),
    };
  }
  if (stoppedAt !== undefined) {
    return now - stoppedAt < TASK_STOP_SECONDS * 1000
      ? { kind: 'stopping', since: stoppedAt }
      : { kind: 'ended', why: 'it did not stop when told to' };
  }
  const left = task.timeoutSeconds - (now - started.at) / 1000;
  if (left > 0) return { kind: 'running', left };
  await target.stopTask(started, `It took longer than ${task.timeoutSeconds} s`);
  await note(attempt, `${step}:stopped`, `it took longer than ${task.timeoutSeconds} s`);
  return { kind: 'stopping', since: now };
}

function judge(
  task: OneOffTask,
  { exitCode, why }: Extract<Seen, { kind: 'ended' }>,
  isLate: boolean,
): Outcome {
  if (isLate) {
    const reason = `the task ${task.name} took longer than ${task.timeoutSeconds} s and was stopped (${why})`;
    return { kind: 'bad', reason };
  }
  return exitCode === 0
    ? { kind: 'good', reason: why }
    : { kind: 'bad', reason: `the task ${task.name} failed: ${why}` };
}

type Ended = Extract<TaskState, { phase: 'ended' }>;

function endOf({ exitCode, reason }: Ended): string {
  // Without an exit code the container never ran: that is no success.
  return exitCode === undefined ? `did not start: ${reason}` : `exit code ${exitCode} (${reason})`;
}

function explain(state: Ended): string {
  const lines = tellingLines(state.log);
  return lines.length === 0 ? endOf(state) : `${endOf(state)}; it wrote last: ${lines.join(' | ')}`;
}
