import { sentence } from './attempt.ts';
import { awaitRollout } from './await-rollout.ts';
import { keepTurn, LOST, type Stopped } from './keep-turn.ts';
import type { Wait } from './ports.ts';
import { goesOnFromHere, type Outcome, type PartDone, type Rolled, type Rolling, stepOf } from './rolling.ts';
import { LINE_LIMIT_SECONDS, lineTimerSeconds, rolloutTimerSeconds } from './timing.ts';

/** Starts the provider's rollout and waits for its end: woken by events, and by a timer where they are lost. */
export async function rollOut(rolling: Rolling, what: Rolled): Promise<Outcome | PartDone> {
  let rollout: string | undefined;
  try {
    const begun = await begin(rolling, what);
    if ('kind' in begun) return begun;
    rollout = begun.id;
    return await awaitRollout(rolling, what, begun, begun.wait);
  } catch (error) {
    // Whatever went wrong with our own calls, the rollout may be under way: it counts as bad and is taken back.
    const reason = `the rollout could not be followed: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'bad', reason, ...(rollout === undefined ? {} : { rollout }) };
  }
}

interface Begun {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** For its first look: opened before the start, as the event that the rollout has begun shows that events come at all. */
  readonly wait: Wait;
}

type Started =
  | { readonly stopped: Stopped }
  | { readonly inLineFor: string }
  | { readonly id: string; readonly at: number };

/** Begins, or waits in line for a provider that is busy with something else. Nothing has been touched until it begins. */
async function begin(rolling: Rolling, what: Rolled): Promise<Begun | Extract<Outcome, { kind: 'bad' }>> {
  const { journal, ports, target, deployment } = rolling;
  const { phase, revision, since, done } = what;
  const step = stepOf(what);
  for (let round = 1, passed = 0; ; round++) {
    const seconds = round === 1 ? rolloutTimerSeconds(undefined, 0) : lineTimerSeconds(round);
    const wait = await journal.openWait(round === 1 ? `${step}:wait-1` : `${step}:line-${round}`, seconds);
    const started: Started = await journal.step(
      round === 1 ? `${step}:start` : `${step}:start-${round}`,
      async () => {
        const stopped = await keepTurn(rolling, phase, wait.token);
        if (stopped) {
          // A try of this step that was cut off may have begun it.
          if (stopped.interruption && !goesOnFromHere(deployment, phase))
            await target.stop(undefined, revision);
          return { stopped };
        }
        const begun = await target.start(revision, since, done);
        const at = ports.now();
        if (typeof begun === 'string') {
          const entry = { step: `${step}:started`, at, detail: `${revision} as ${begun}` };
          await ports.ledger.note(deployment.id, entry);
          return { id: begun, at };
        }
        const left = await leaveTheLine(rolling, what);
        if (left) return { stopped: left };
        // Not in line for what it is to take back.
        if (what.failed) await target.stop(what.failed.rollout, what.failed.revision);
        if (round === 1) {
          const entry = { step: `${step}:in-line`, at, detail: `waits: ${begun.inLineFor}` };
          await ports.ledger.note(deployment.id, entry);
        }
        return { inLineFor: begun.inLineFor };
      },
    );
    if ('stopped' in started) return started.stopped;
    if ('id' in started) return { id: started.id, at: started.at, wait };
    if (passed >= LINE_LIMIT_SECONDS) {
      const reason = `nothing could be rolled for ${LINE_LIMIT_SECONDS / 3600} hours: ${sentence(started.inLineFor)} See what keeps it so`;
      // Going back waits no longer either, but then what is bad is still there.
      return { kind: 'bad', reason, ...(phase === 'roll' && what.part === 1 ? { leave: true } : {}) };
    }
    await wait.ended();
    passed += seconds;
  }
}

/** Who only stands in line has touched nothing: whatever is newer goes instead. */
async function leaveTheLine(
  { deployment, ports }: Rolling,
  { phase, part }: Rolled,
): Promise<Stopped | undefined> {
  if (phase === 'restore' || part > 1 || deployment.kind === 'rollback') return undefined;
  const { waiting, claim } = await ports.ledger.target(deployment.target);
  if (claim?.deployment !== deployment.id) return LOST;
  if (waiting === undefined || waiting.order <= deployment.order) return undefined;
  const { requestedBy, kind } = await ports.ledger.deployment(waiting.deployment);
  const interruption = { deployment: waiting.deployment, kind, requestedBy };
  return { kind: 'bad', reason: `left to ${waiting.deployment}, which is newer`, leave: true, interruption };
}
