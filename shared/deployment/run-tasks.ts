import { createHash } from 'node:crypto';
import { type Attempt, messageOf, note, type Ready } from './attempt.ts';
import { awaitTask, type Begun, PHASE, type When } from './await-task.ts';
import { keepTurn, type Stopped } from './keep-turn.ts';
import type { Outcome } from './rolling.ts';
import type { OneOffTask } from './task.ts';

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
    return await awaitTask(attempt, when, task, begun);
  } catch (error) {
    const reason = `the task ${task.name} could not be ${started ? 'followed' : 'started'}: ${messageOf(error)}`;
    // Nobody would see its end: it must not go on beside whatever comes next.
    const left = started;
    if (left) await journal.step(`${step}:give-up`, () => target.stopTask(left, reason).catch(ignore));
    return { kind: 'bad', reason };
  }
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

/** RunTask takes 64 characters (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html). */
function tokenOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 64);
}

function ignore(): void {}
