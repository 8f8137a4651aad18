import { keepTurn, type Phase, pause } from './keep-turn.ts';
import type { Deployment, HealthCheck } from './model.ts';
import type { Journal, Ports, ProbeRequest, ProbeResult } from './ports.ts';
import type { Outcome } from './roll-out.ts';
import { BAKE_STEP_SECONDS } from './timing.ts';

interface Proving {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly ports: Ports;
}

/** Asks the target's address from outside until it has answered well often enough, and goes on doing so while it bakes. */
export async function proveHealth(
  proving: Proving,
  phase: 'baseline' | Exclude<Phase, 'before'>,
  address: string,
  health: HealthCheck,
): Promise<Outcome> {
  const { deployment, journal, ports } = proving;
  const keeping: Phase = phase === 'baseline' ? 'before' : phase;
  const request = probeRequest(address, health);
  const check = async (name: string, asked: ProbeRequest): Promise<Outcome> => {
    const outcome = await probeOnce(journal, `${phase}:${name}`, asked);
    const { stopped } = await journal.step(`${phase}:${name}-noted`, async () => {
      // Baking takes as long as it is told to: the claim must not end meanwhile.
      const kept = await keepTurn(proving, keeping);
      const at = ports.now();
      await ports.ledger.note(deployment.id, { step: `${phase}:${name}`, at, detail: outcome.reason });
      return { stopped: kept };
    });
    return stopped ?? outcome;
  };
  const first = await check('probe', request);
  if (first.kind === 'bad' || phase === 'baseline') return first;
  for (let left = health.bakeSeconds, round = 1; left > 0; left -= BAKE_STEP_SECONDS, round++) {
    const seconds = Math.min(left, BAKE_STEP_SECONDS);
    const stopped = await pause(proving, keeping, `${phase}:bake-${round}`, seconds);
    if (stopped) return stopped;
    const again = await check(`bake-probe-${round}`, {
      ...request,
      consecutive: 1,
      limitSeconds: health.timeoutSeconds,
    });
    if (again.kind === 'bad')
      return again.leave ? again : { ...again, reason: `it did not stay healthy: ${again.reason}` };
  }
  return first;
}

async function probeOnce(journal: Journal, name: string, asked: ProbeRequest): Promise<Outcome> {
  try {
    return judgeProbe(asked, await journal.probe(name, asked));
  } catch (error) {
    // What cannot be proved is not good.
    return {
      kind: 'bad',
      reason: `${asked.url} could not be probed: ${error instanceof Error ? error.message : error}`,
    };
  }
}

function probeRequest(address: string, health: HealthCheck): ProbeRequest {
  const { status, consecutive, intervalSeconds, timeoutSeconds, limitSeconds } = health;
  const url = new URL(health.path, address).href;
  return { url, status, consecutive, intervalSeconds, timeoutSeconds, limitSeconds };
}

function judgeProbe(request: ProbeRequest, result: ProbeResult): Outcome {
  const times = `${request.consecutive} time${request.consecutive === 1 ? '' : 's'} in a row`;
  return result.healthy
    ? { kind: 'good', reason: `${request.url} answered ${result.last} ${times} (in ${result.seconds} s).` }
    : {
        kind: 'bad',
        reason: `${request.url} did not answer ${request.status.join(' or ')} ${times} within ${request.limitSeconds} s (${result.attempts} tries, the last one: ${result.last})`,
      };
}
