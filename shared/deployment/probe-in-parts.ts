import type { Attempt } from './attempt.ts';
import { keepTurn, type Phase, type Stopped } from './keep-turn.ts';
import type { ProbeRequest, ProbeResult } from './ports.ts';
import type { AskedProbe } from './probe-requests.ts';
import { addReports, reportOf } from './probe-words.ts';

/** How long one call of the probe function lasts: so long a rollback waits at most until it is seen. */
const PART_SECONDS = 20;

/** What cannot be proved is not good. */
export interface NotProbed {
  readonly kind: 'bad';
  readonly reason: string;
}

/**
 * Asks addresses until each has answered well often enough, within its own limit, and stops for whoever interrupts. An
 * address that has done so is not asked again.
 */
export async function probeInParts(
  attempt: Attempt,
  phase: Phase,
  step: string,
  asked: readonly AskedProbe[],
): Promise<readonly ProbeResult[] | NotProbed | Stopped> {
  const results: ProbeResult[] = asked.map(() => ({
    healthy: false,
    attempts: 0,
    last: 'nothing',
    seconds: 0,
  }));
  for (let part = 1, passed = 0; ; part++) {
    const open = asked.flatMap((one, index) =>
      results[index]?.healthy || passed >= one.request.limitSeconds ? [] : [{ one, index }],
    );
    if (open.length === 0) return results;
    if (part > 1) {
      const { stopped } = await attempt.journal.step(`${step}-turn-${part}`, async () => ({
        stopped: await keepTurn(attempt, phase),
      }));
      if (stopped) return stopped;
    }
    const seconds = Math.max(...open.map(({ one }) => partOf(one)));
    const requests = open.map(({ one: { request } }) => ({
      ...request,
      limitSeconds: Math.min(seconds, request.limitSeconds - passed),
    }));
    const found = await probeOnce(attempt, part === 1 ? step : `${step}-${part}`, requests);
    if ('kind' in found) return found;
    for (const [at, { one, index }] of open.entries()) {
      const next = found[at];
      if (next !== undefined) results[index] = add(one, results[index], next);
    }
    passed += seconds;
  }
}

/** Long enough for all the answers in a row that are wanted, each as late as it may be. */
function partOf({ request: { consecutive, intervalSeconds, timeoutSeconds } }: AskedProbe): number {
  return Math.max(PART_SECONDS, consecutive * (intervalSeconds + timeoutSeconds));
}

/** One call of the probe function. */
export async function probeOnce(
  { journal }: Attempt,
  name: string,
  requests: readonly ProbeRequest[],
): Promise<readonly ProbeResult[] | NotProbed> {
  try {
    return await journal.probe(name, requests);
  } catch (error) {
    const urls = requests.map(({ url }) => url).join(', ');
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'bad', reason: `${urls} could not be probed: ${message}` };
  }
}

function add(asked: AskedProbe, before: ProbeResult | undefined, next: ProbeResult): ProbeResult {
  if (before === undefined || before.attempts === 0) return next;
  const [sum] = addReports([reportOf(asked, before)], [reportOf(asked, next)]);
  return {
    ...next,
    attempts: before.attempts + next.attempts,
    seconds: Math.round((before.seconds + next.seconds) * 10) / 10,
    ...(sum?.latency ? { latency: sum.latency } : {}),
    ...(sum ? { failed: sum.failed, failures: sum.failures } : {}),
  };
}
