import { sentence } from './attempt.ts';
import { type Cause, mergeCauses } from './causes.ts';
import { keepTurn } from './keep-turn.ts';
import type { Deployment } from './model.ts';
import type { Wait } from './ports.ts';
import { begun, lookedAgain, type Progress, seenWell } from './progress.ts';
import { goesOnFromHere, type Outcome, type PartDone, type Rolled, type Rolling, stepOf } from './rolling.ts';
import { type Judgement, judgeRollout } from './rollout.ts';
import { rolloutTimerSeconds, STOP_LIMIT_SECONDS, WELL_TIMER_SECONDS } from './timing.ts';

type Bad = Extract<Outcome, { kind: 'bad' }>;

/** Why a rollout is stopped, and since when its end is waited for. */
interface Stopping {
  readonly because: Bad;
  readonly since: number;
}

/** @param first the wait for the first look */
export async function awaitRollout(
  rolling: Rolling,
  what: Rolled,
  rollout: { readonly id: string; readonly at: number },
  first: Wait,
): Promise<Outcome | PartDone> {
  const { deployment, journal, ports, target } = rolling;
  const { phase, revision, digest } = what;
  const limit = deployment.stage.rolloutLimitSeconds;
  const step = stepOf(what);
  let stopping: Stopping | undefined;
  let unasked: number | undefined;
  // Only what has come out of steps: a replay goes the same way.
  let progress = begun(rollout.at);
  const causes = new Map<string, readonly Cause[]>();
  for (let round = 1; ; round++) {
    // First the token, then the look: an event between the two ends a wait that is already open.
    const left = limit - (progress.at - rollout.at - progress.spared) / 1000;
    const timer = timerOf(progress, unasked, stopping ? Number.POSITIVE_INFINITY : left);
    const wait = round === 1 ? first : await journal.openWait(`${step}:wait-${round}`, timer);
    const before = progress;
    const seen = await journal.step(`${step}:look-${round}`, async () => {
      const stopped = await keepTurn(rolling, phase, wait.token);
      const now = ports.now();
      // What another has taken over is not looked at; nor is what a rollback goes on from: it may want the same.
      if (stopped && (!stopped.interruption || goesOnFromHere(deployment, phase))) return stopped;
      const judgement = judgeRollout(await target.look(rollout.id, revision), digest);
      if (judgement.kind === 'good' || judgement.kind === 'part-done') {
        const well = seenWell(before, now);
        if (!stopped && well.well < (judgement.looks ?? 1))
          return { kind: 'running' as const, progress: well };
      }
      if (judgement.kind !== 'running') {
        const ended = judgement.kind === 'bad' ? await withHook(rolling, rollout.id, judgement) : judgement;
        await ports.ledger.note(deployment.id, {
          step: `${step}:ended`,
          at: ports.now(),
          detail: endOf(ended),
        });
        return stopped ?? ended;
      }
      const going = { ...judgement, progress: lookedAgain(before, judgement, now) };
      const { stage, unwell } = judgement;
      if (stage !== undefined && stage.name !== before.stage) {
        const entry = { step: `${step}:${stage.name}`, at: now, detail: stage.detail };
        await ports.ledger.note(deployment.id, entry);
      }
      if (unwell !== undefined && before.unwellSince === undefined)
        await ports.ledger.note(deployment.id, { step: `${step}:unwell`, at: now, detail: unwell });
      if (stopping) {
        const isOver = unwell !== undefined || now - stopping.since > STOP_LIMIT_SECONDS * 1000;
        return isOver ? stopping.because : going;
      }
      const sick = stopped ? undefined : tooLongUnwell(deployment, going.progress, unwell);
      if (sick) {
        await ports.ledger.note(deployment.id, { step: `${step}:ended`, at: now, detail: sick.reason });
        return sick;
      }
      const took = now - rollout.at - going.progress.spared;
      const because = stopped ?? (took > limit * 1000 ? tooLong(limit) : undefined);
      if (because === undefined) return going;
      // Before its tasks and targets go.
      const why = stopped ? [] : await target.diagnose(rollout.id);
      const stops = await target.stop(rollout.id, revision);
      const detail = `${because.reason}${stops ? '' : '; it is over or going back already'}`;
      await ports.ledger.note(deployment.id, { step: `${step}:stopping`, at: now, detail });
      if (!stops && unwell !== undefined) return { ...because, causes: why };
      return { kind: 'stopping' as const, because: { ...because, causes: why }, since: now };
    });
    switch (seen.kind) {
      case 'good':
        return {
          kind: 'good',
          reason: `The rollout completed and runs ${digest.slice(0, 19)}.`,
          rollout: rollout.id,
          ...(seen.at ? { at: seen.at } : {}),
          ...(seen.settleSeconds === undefined ? {} : { settleSeconds: seen.settleSeconds }),
        };
      case 'part-done':
        return stopping
          ? { ...stopping.because, rollout: rollout.id }
          : { kind: 'part-done', rollout: rollout.id, ...(seen.at ? { at: seen.at } : {}) };
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
        if ('trouble' in seen && seen.trouble !== undefined && !causes.has(seen.trouble)) {
          causes.set(
            seen.trouble,
            await journal.step(`${step}:${seen.trouble}`, () => target.diagnose(rollout.id)),
          );
        }
        break;
    }
    const end = await wait.ended();
    if (end === 'woken') unasked ??= 0;
    else if (unasked !== undefined) unasked++;
  }
}

function timerOf(
  { well, unwellSince, unannounced }: Progress,
  unasked: number | undefined,
  left: number,
): number {
  return well > 0 || unwellSince !== undefined
    ? WELL_TIMER_SECONDS
    : rolloutTimerSeconds(unasked, left, unannounced);
}

function endOf(ended: Exclude<Judgement, { kind: 'running' }>): string {
  switch (ended.kind) {
    case 'good':
      return 'the rollout completed';
    case 'part-done':
      return ended.detail;
    case 'bad':
      return ended.reason;
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

function tooLong(limit: number): Bad {
  return { kind: 'bad', reason: `the rollout took longer than ${limit} s and was stopped` };
}

/** What is over and not well has the time of the stage's health check. */
function tooLongUnwell(
  { stage }: Deployment,
  { at, unwellSince = at }: Progress,
  unwell: string | undefined,
): Bad | undefined {
  const { limitSeconds } = stage.health;
  if (unwell === undefined || at - unwellSince < limitSeconds * 1000) return undefined;
  return { kind: 'bad', reason: `the rollout is over, but ${unwell}, ${limitSeconds} s long` };
}
