import type { Attempt } from './attempt.ts';
import { bakeFailure, bakePauses, type Round, requestsOfRound } from './bake.ts';
import { keepTurn, type Phase, pause, type Stopped } from './keep-turn.ts';
import type { ProbeReport } from './model.ts';
import type { ProbeRequest, ProbeResult } from './ports.ts';
import { type NotProbed, probeInParts, probeOnce } from './probe-in-parts.ts';
import type { AskedProbe } from './probe-requests.ts';
import { addReports, bakedWell, judgeProbes, reportOf } from './probe-words.ts';
import { keepingIn, type ProvingPhase } from './proving-phase.ts';
import type { Outcome } from './rolling.ts';

/** Between two requests of one round of a bake, at most. */
const BAKE_INTERVAL_SECONDS = 0.2;

/** Asks addresses from outside until they have answered well often enough, and goes on doing so while it bakes. */
export async function proveByProbing(
  attempt: Attempt,
  phase: ProvingPhase,
  asked: readonly AskedProbe[],
): Promise<Outcome> {
  const keeping = keepingIn(phase);
  const results = await probeInParts(attempt, keeping, `${phase}:probe`, asked);
  if ('leave' in results) return results;
  const outcome = isNotProbed(results) ? results : judgeProbes(asked, results);
  const reports = isNotProbed(results) ? [] : reportsOf(asked, results);
  const stopped = await tell(attempt, keeping, `${phase}:probe`, outcome.reason, reports);
  if (stopped) return stopped;
  return outcome.kind === 'good' && phase === 'roll' ? bake(attempt, asked, outcome) : outcome;
}

/** Only of what is new: what is restored has baked before, and those who wait are to know soon. */
async function bake(attempt: Attempt, asked: readonly AskedProbe[], first: Outcome): Promise<Outcome> {
  const phase = 'roll';
  const { bakeSeconds, tolerate = 0 } = attempt.deployment.stage.health;
  const pauses = bakePauses(bakeSeconds);
  if (pauses.length === 0) return first;
  const times = requestsOfRound(tolerate, pauses.length);
  const requests = asked.map(({ request }) => inBake(request, times));
  const rounds: Round[][] = asked.map(() => []);
  let reports: readonly ProbeReport[] = [];
  const fail = async (step: string, reason: string) =>
    (await tell(attempt, phase, step, reason, reports)) ?? ({ kind: 'bad', reason } as const);
  for (const [index, seconds] of pauses.entries()) {
    const name = `${phase}:bake-${index + 1}`;
    const stopped = await pause(attempt, phase, name, seconds);
    if (stopped) return stopped;
    const results = await probeOnce(attempt, `${name}-probe`, requests);
    if (isNotProbed(results)) return fail(name, results.reason);
    const found = reportsOf(asked, results);
    reports = addReports(reports, found);
    for (const [at, { asked: count, failed }] of found.entries()) rounds[at]?.push({ asked: count, failed });
    const failure = failureOf(found, rounds, times * pauses.length, tolerate);
    if (failure !== undefined) return fail(name, failure);
  }
  const reason = bakedWell(bakeSeconds, reports, tolerate);
  const stopped = await tell(attempt, phase, `${phase}:baked`, reason, reports);
  return stopped ?? { kind: 'good', reason: `${first.reason} ${reason}` };
}

function inBake(request: ProbeRequest, times: number): ProbeRequest {
  const intervalSeconds = Math.min(request.intervalSeconds, BAKE_INTERVAL_SECONDS);
  const limitSeconds = Math.min(request.limitSeconds, times * (intervalSeconds + request.timeoutSeconds));
  return { ...request, consecutive: 1, times, intervalSeconds, limitSeconds };
}

/** @param found of the last round @param rounds of each address, the last one included */
function failureOf(
  found: readonly ProbeReport[],
  rounds: readonly (readonly Round[])[],
  planned: number,
  tolerate: number,
): string | undefined {
  const failures = found.flatMap(({ what, failures: [worst] }, index) => {
    const failure = bakeFailure(rounds[index] ?? [], planned, tolerate);
    return failure === undefined ? [] : [`${failure}: ${what} answered ${worst?.answer ?? 'nothing'}`];
  });
  return failures.length === 0 ? undefined : failures.join('; ');
}

function isNotProbed(results: readonly ProbeResult[] | NotProbed): results is NotProbed {
  return 'kind' in results;
}

function reportsOf(asked: readonly AskedProbe[], results: readonly ProbeResult[]): ProbeReport[] {
  return asked.map((one, index) => reportOf(one, results[index]));
}

/** Writes the trail and keeps the claim: a probe takes up to 10 minutes. */
async function tell(
  attempt: Attempt,
  keeping: Phase,
  step: string,
  detail: string,
  probes: readonly ProbeReport[],
): Promise<Stopped | undefined> {
  const { deployment, journal, ports } = attempt;
  const { stopped } = await journal.step(`${step}-noted`, async () => {
    const kept = await keepTurn(attempt, keeping);
    const entry = { step, at: ports.now(), detail, ...(probes.length === 0 ? {} : { probes }) };
    await ports.ledger.note(deployment.id, entry);
    return { stopped: kept };
  });
  return stopped;
}
