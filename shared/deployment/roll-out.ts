import { sentence } from './attempt.ts';
import { type Cause, mergeCauses } from './causes.ts';
import { keepTurn, type Stopped } from './keep-turn.ts';
import type { Deployment } from './model.ts';
import type { Journal, Ports, Target, Wait } from './ports.ts';
import { begun, lookedAgain } from './progress.ts';
import { type Judgement, judgeRollout } from './rollout.ts';
import { rolloutTimerSeconds, STOP_LIMIT_SECONDS } from './timing.ts';

/** How bringing a revision to its target went. */
export type Outcome =
  /** `rollout`: what to ask why, also when it is its health that is bad. */
  | { readonly kind: 'good'; readonly reason: string; readonly rollout?: string }
  | {
      readonly kind: 'bad';
      readonly reason: string;
      /** Nothing may be restored. */
      readonly leave?: true;
      readonly rollout?: string;
      /** What was seen to go wrong while it was under way. */
      readonly causes?: readonly Cause[];
      /** It stopped for somebody else. */
      readonly interruption?: Stopped['interruption'];
    };

type Bad = Extract<Outcome, { kind: 'bad' }>;

interface Rolling {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly ports: Ports;
  readonly target: Target;
}

/** Starts the provider's rollout and waits for its end: woken by events, and by a timer where they are lost. */
export async function rollOut(
  rolling: Rolling,
  phase: 'roll' | 'restore',
  what: { readonly revision: string; readonly digest: string; readonly since: string | undefined },
): Promise<Outcome> {
  const { deployment, journal, ports, target } = rolling;
  let rollout: string | undefined;
  try {
    // Opened before the start: the event that the rollout has begun shows that events come at all.
    const first = await journal.openWait(`${phase}:wait-1`, rolloutTimerSeconds(undefined, 0));
    const started = await journal.step(`${phase}:start`, async () => {
      const stopped = await keepTurn(rolling, phase, first.token);
      if (stopped) return { stopped };
      const id = await target.start(what.revision, what.since);
      const at = ports.now();
      await ports.ledger.note(deployment.id, {
        step: `${phase}:started`,
        at,
        detail: `${what.revision} as ${id}`,
      });
      return { id, at };
    });
    if ('stopped' in started) return started.stopped;
    rollout = started.id;
    return await awaitEnd(rolling, phase, what, started, first);
  } catch (error) {
    // Whatever went wrong with our own calls, the rollout may be under way: it counts as bad and is taken back.
    const reason = `the rollout could not be followed: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'bad', reason, ...(rollout === undefined ? {} : { rollout }) };
  }
}

/** Why a rollout is stopped, and since when its end is waited for. */
interface Stopping {
  readonly because: Bad;
  readonly since: number;
}

async function awaitEnd(
  rolling: Rolling,
  phase: 'roll' | 'restore',
  { revision, digest }: { readonly revision: string; readonly digest: string },
  rollout: { readonly id: string; readonly at: number },
  first: Wait,
): Promise<Outcome> {
  const { deployment, journal, ports, target } = rolling;
  const limit = deployment.stage.rolloutLimitSeconds;
  let stopping: Stopping | undefined;
  let unasked: number | undefined;
  // Only what has come out of steps: a replay goes the same way.
  let progress = begun(rollout.at);
  const causes = new Map<string, readonly Cause[]>();
  for (let round = 1; ; round++) {
    // First the token, then the look: an event between the two ends a wait that is already open.
    const left = limit - (progress.at - rollout.at - progress.spared) / 1000;
    const timer = rolloutTimerSeconds(unasked, stopping ? Number.POSITIVE_INFINITY : left);
    const wait = round === 1 ? first : await journal.openWait(`${phase}:wait-${round}`, timer);
    const before = progress;
    const seen = await journal.step(`${phase}:look-${round}`, async () => {
      const stopped = await keepTurn(rolling, phase, wait.token);
      const now = ports.now();
      // What another has taken over is not looked at; nor is what a rollback goes on from: it may want the same.
      if (stopped && (!stopped.interruption || goesOnFromHere(deployment, phase))) return stopped;
      const judgement = judgeRollout(await target.look(rollout.id, revision), digest);
      if (judgement.kind !== 'running') {
        const ended = judgement.kind === 'good' ? judgement : await withHook(rolling, rollout.id, judgement);
        const detail = ended.kind === 'good' ? 'the rollout completed' : ended.reason;
        await ports.ledger.note(deployment.id, { step: `${phase}:ended`, at: ports.now(), detail });
        return stopped ?? ended;
      }
      const going = { ...judgement, progress: lookedAgain(before, judgement, now) };
      const { stage } = judgement;
      if (stage !== undefined && stage.name !== before.stage) {
        const step = `${phase}:${stage.name}`;
        await ports.ledger.note(deployment.id, { step, at: now, detail: stage.detail });
      }
      if (stopping) return now - stopping.since > STOP_LIMIT_SECONDS * 1000 ? stopping.because : going;
      const took = now - rollout.at - going.progress.spared;
      const because = stopped ?? (took > limit * 1000 ? tooLong(limit) : undefined);
      if (because === undefined) return going;
      // Before its tasks and targets go.
      const why = stopped ? [] : await target.diagnose(rollout.id);
      const stops = await target.stop(rollout.id);
      const detail = `${because.reason}${stops ? '' : '; it is over or going back already'}`;
      await ports.ledger.note(deployment.id, { step: `${phase}:stopping`, at: now, detail });
      return { kind: 'stopping' as const, because: { ...because, causes: why }, since: now };
    });
    switch (seen.kind) {
      case 'good':
        return {
          kind: 'good',
          reason: `The rollout completed and runs ${digest.slice(0, 19)}.`,
          rollout: rollout.id,
        };
      case 'bad':
        return {
          ...(stopping && !seen.leave ? stopping.because : seen),
          rollout: rollout.id,
          causes: mergeCauses(...causes.values(), stopping?.because.causes),
        };
      case 'stopping':
        stopping = seen;
        // What comes next comes soon.
        unasked = undefined;
        break;
      case 'running':
        progress = seen.progress;
        if (seen.trouble !== undefined && !causes.has(seen.trouble)) {
          causes.set(
            seen.trouble,
            await journal.step(`${phase}:${seen.trouble}`, () => target.diagnose(rollout.id)),
          );
        }
        break;
    }
    const end = await wait.ended();
    if (end === 'woken') unasked ??= 0;
    else if (unasked !== undefined) unasked++;
  }
}

/** What our own hook saw comes with the provider's words, which only say that a hook failed. */
async function withHook(
  { deployment, ports }: Rolling,
  rollout: string,
  ended: Extract<Judgement, { kind: 'bad' }>,
): Promise<Extract<Judgement, { kind: 'bad' }>> {
  const { claim } = await ports.ledger.target(deployment.target);
  const hook = claim?.deployment === deployment.id ? claim.hook : undefined;
  return hook?.rollout === rollout ? { ...ended, reason: `${sentence(ended.reason)} ${hook.reason}` } : ended;
}

/** Whether an interruption stops nothing: on the way to a good release, the next rollback joins it or rolls over it. */
function goesOnFromHere({ kind }: Deployment, phase: 'roll' | 'restore'): boolean {
  return kind === 'rollback' || phase === 'restore';
}

function tooLong(limit: number): Bad {
  return { kind: 'bad', reason: `the rollout took longer than ${limit} s and was stopped` };
}
