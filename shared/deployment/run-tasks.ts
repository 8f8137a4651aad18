import { createHash } from 'node:crypto';
import { type Attempt, messageOf, note, type Ready } from './attempt.ts';
import { keepTurn, type Stopped } from './keep-turn.ts';
import type { OneOffTask } from './model.ts';
import type { Outcome } from './roll-out.ts';
import type { StartedTask, TaskState } from './task.ts';
import { tellingLines } from './telling-lines.ts';
import { TASK_STOP_SECONDS, taskTimerSeconds } from './timing.ts';

type When = 'before' | 'after';

/**
 * The tasks before a rollout. Going back to an older release runs none: a migration is written to go forward. Nor does a
 * deployment of what runs here already, as nothing is rolled then.
 */
export async function runBefore(attempt: Attempt, revision: string, { settled }: Ready): Promise<Outcome> {
  const { deployment, journal } = attempt;
  if (deployment.kind === 'rollback' || !deployment.stage.before?.length) return NONE;
  if (settled?.revision === revision) {
    await journal.step('before:none', () =>
      note(attempt, 'before:none', `not run: ${revision} runs already, nothing is rolled out`),
    );
    return NONE;
  }
  return runTasks(attempt, 'before', revision);
}

/** The tasks after a rollout that answers. A rollback runs none: it must be short, and is proved by its probes. */
export async function runAfter(
  attempt: Attempt,
  revision: string,
  rolled: Extract<Outcome, { kind: 'good' }>,
): Promise<Outcome> {
  if (attempt.deployment.kind === 'rollback') return rolled;
  const outcome = await runTasks(attempt, 'after', revision);
  return outcome.kind === 'bad'
    ? outcome
    : { ...rolled, reason: `${rolled.reason} ${outcome.reason}`.trim() };
}

const NONE = { kind: 'good', reason: '' } as const;

/**
 * Runs the stage's tasks of before or after the rollout, one after another, with the release's own revision. The first that
 * does not end with 0 is the end of it. Each runs once in a deployment, wherever that is cut: the token makes a repeated
 * start the same task, and what a task came to is kept by the journal.
 */
async function runTasks(attempt: Attempt, when: When, revision: string): Promise<Outcome> {
  const tasks = attempt.deployment.stage[when] ?? [];
  for (const task of tasks) {
    const outcome = await runTask(attempt, when, task, revision);
    if (outcome.kind === 'bad') return outcome;
  }
  return { kind: 'good', reason: tasks.map(({ name }) => `Task ${name} ended with exit code 0.`).join(' ') };
}

async function runTask(attempt: Attempt, when: When, task: OneOffTask, revision: string): Promise<Outcome> {
  const { journal, target } = attempt;
  const step = `${when}:${task.name}`;
  let started: Begun | undefined;
  try {
    const begun = await journal.step(`${step}:start`, () => begin(attempt, when, task, revision));
    if ('leave' in begun) return begun;
    started = begun;
    return await awaitEnd(attempt, when, task, begun);
  } catch (error) {
    const reason = `the task ${task.name} could not be ${started ? 'followed' : 'started'}: ${messageOf(error)}`;
    // Nobody would see its end: it must not go on beside whatever comes next.
    const left = started;
    if (left) await journal.step(`${step}:give-up`, () => target.stopTask(left, reason).catch(ignore));
    return { kind: 'bad', reason };
  }
}

interface Begun extends StartedTask {
  /** Milliseconds since 1970. */
  readonly at: number;
}

async function begin(
  attempt: Attempt,
  when: When,
  task: OneOffTask,
  revision: string,
): Promise<Begun | Stopped> {
  const { deployment, ports, target } = attempt;
  const stopped = await keepTurn(attempt, PHASE[when]);
  if (stopped) return stopped;
  const token = tokenOf(deployment.id, when, task.name);
  const started = await target.runTask(revision, task, { deployment: deployment.id, token });
  await note(attempt, `${when}:${task.name}:started`, `${task.command.join(' ')} as ${started.id}`);
  return { ...started, at: ports.now() };
}

/** Where the deployment is while such a task runs: whether it can be interrupted depends on that. */
const PHASE = { before: 'before', after: 'roll' } as const;

type Seen =
  /** Seconds until its time is over. */
  | { readonly kind: 'running'; readonly left: number }
  /** Over its time and told to stop; its end is still awaited, for what it wrote. */
  | { readonly kind: 'stopping'; readonly since: number }
  | { readonly kind: 'ended'; readonly exitCode?: number; readonly why: string; readonly stopped?: Stopped }
  | { readonly kind: 'left'; readonly stopped: Stopped };

async function awaitEnd(attempt: Attempt, when: When, task: OneOffTask, started: Begun): Promise<Outcome> {
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

/** RunTask takes 64 characters (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html). */
function tokenOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 64);
}

function ignore(): void {}
