import { type Attempt, messageOf } from './attempt.ts';
import { bakePauses } from './bake.ts';
import { keepTurn, type Phase, pause, type Stopped } from './keep-turn.ts';
import { keepingIn, type ProvingPhase } from './proving-phase.ts';
import type { Outcome } from './rolling.ts';
import { judgeSight, type SightJudgement } from './sight.ts';
import { LONGEST_SETTLE_STEP_SECONDS, SETTLE_STEP_SECONDS } from './timing.ts';

const BY_PROVIDER = 'It has no load balancer: judged by the health of its tasks and containers alone.';

/** What is watched, for each look. */
interface Watching {
  readonly attempt: Attempt;
  readonly phase: ProvingPhase;
  readonly keeping: Phase;
  readonly revision: string;
  /** Milliseconds since 1970: what ended before is no sign. */
  readonly since: number;
}

/** Judges a target that has no address by what runs there, until that is healthy, and on while it bakes. */
export async function proveByWatching(
  attempt: Attempt,
  phase: ProvingPhase,
  revision: string,
): Promise<Outcome> {
  try {
    return await watchOver(attempt, phase, revision);
  } catch (error) {
    // What cannot be proved is not good.
    return { kind: 'bad', reason: `what runs could not be looked at: ${messageOf(error)}` };
  }
}

async function watchOver(attempt: Attempt, phase: ProvingPhase, revision: string): Promise<Outcome> {
  const { bakeSeconds } = attempt.deployment.stage.health;
  const since = await attempt.journal.step(`${phase}:watch-began`, async () => attempt.ports.now());
  const keeping = keepingIn(phase);
  const watching: Watching = { attempt, phase, keeping, revision, since };
  const first = await settle(watching);
  if (first.kind === 'bad' || phase !== 'roll') return first;
  for (const [index, seconds] of bakePauses(bakeSeconds).entries()) {
    const name = `${phase}:bake-${index + 1}`;
    const stopped = await pause(attempt, keeping, name, seconds);
    if (stopped) return stopped;
    const seen = await look(watching, name);
    if ('leave' in seen) return seen;
    if (seen.kind !== 'healthy') return { kind: 'bad', reason: `it did not stay healthy: ${seen.why}` };
  }
  const baked = bakeSeconds === 0 ? '' : ` It stayed so for ${bakeSeconds} s.`;
  return { ...first, reason: `${first.reason}${baked}` };
}

/** Looks until all is healthy, at ever longer intervals, within the limit of the health check. */
async function settle(watching: Watching): Promise<Outcome> {
  const { attempt, phase, keeping } = watching;
  const { limitSeconds } = attempt.deployment.stage.health;
  let next = SETTLE_STEP_SECONDS;
  for (let passed = 0, round = 1; ; round++) {
    const seen = await look(watching, `${phase}:watch-${round}`);
    if ('leave' in seen) return seen;
    if (seen.kind === 'healthy') return { kind: 'good', reason: `${BY_PROVIDER} Now ${seen.what}.` };
    if (seen.kind === 'bad') return { kind: 'bad', reason: `${seen.why} (there is no load balancer to ask)` };
    if (phase === 'baseline' || passed >= limitSeconds) {
      return { kind: 'bad', reason: `${seen.why}, ${passed} s after the rollout` };
    }
    const seconds = Math.min(next, Math.max(1, limitSeconds - passed));
    const stopped = await pause(attempt, keeping, `${phase}:settle-${round}`, seconds);
    if (stopped) return stopped;
    passed += seconds;
    next = Math.min(LONGEST_SETTLE_STEP_SECONDS, next * 2);
  }
}

/** One look, with the claim kept. What is not healthy, and what is at first, goes into the trail. */
function look(
  { attempt, keeping, revision, since }: Watching,
  step: string,
): Promise<SightJudgement | Stopped> {
  const { deployment, journal, ports, target } = attempt;
  return journal.step(step, async () => {
    const stopped = await keepTurn(attempt, keeping);
    if (stopped) return stopped;
    const seen = judgeSight(await target.watch(revision, since));
    if (seen.kind !== 'healthy' || step.endsWith(':watch-1')) {
      const detail = seen.kind === 'healthy' ? seen.what : seen.why;
      await ports.ledger.note(deployment.id, { step, at: ports.now(), detail });
    }
    return seen;
  });
}
