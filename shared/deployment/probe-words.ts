import { percent } from './bake.ts';
import type { FailedProbe, Latency, ProbeReport } from './model.ts';
import type { ProbeRequest, ProbeResult } from './ports.ts';
import type { AskedProbe } from './probe-requests.ts';
import type { Outcome } from './rolling.ts';

/** Kinds of failure that are kept of one address. */
const FAILURES_KEPT = 5;

/** What the results mean: good only where each address answered well. */
export function judgeProbes(asked: readonly AskedProbe[], results: readonly ProbeResult[]): Outcome {
  const judged = asked.map((one, index) => judge(one, results[index]));
  const bad = judged.filter(({ kind }) => kind === 'bad');
  return bad.length === 0
    ? { kind: 'good', reason: judged.map(({ reason }) => reason).join(' ') }
    : { kind: 'bad', reason: bad.map(({ reason }) => reason).join('; ') };
}

function judge({ what, request }: AskedProbe, result: ProbeResult | undefined): Outcome {
  if (result === undefined) return { kind: 'bad', reason: `${what} was not probed` };
  const { healthy, last, seconds, attempts, latency } = result;
  const times = `${request.consecutive} time${request.consecutive === 1 ? '' : 's'} in a row`;
  if (healthy) {
    const median = latency ? `median ${latency.median} ms, ` : '';
    return { kind: 'good', reason: `${what} answered ${last} ${times} (${median}in ${seconds} s).` };
  }
  const tries = `${attempts} tries, the last one: ${last}`;
  return {
    kind: 'bad',
    reason: `${what} did not answer ${wanted(request)} ${times} within ${request.limitSeconds} s (${tries})`,
  };
}

/** `GET http://balancer/health until it answers 200 3 times in a row (60 s at most)` */
export function wordsOf({ what, request }: AskedProbe): string {
  return `${what} until it answers ${wanted(request)} ${request.consecutive} times in a row (${request.limitSeconds} s at most)`;
}

/** `200 or 204 with "ok" in its body and the version of 3f9d1c0` */
function wanted({ status, contains, json, version }: ProbeRequest): string {
  const more = [
    ...(contains === undefined ? [] : [`${JSON.stringify(contains)} in its body`]),
    ...(json === undefined ? [] : [`${json.path} ${JSON.stringify(json.equals)} in its JSON`]),
    ...(version === undefined
      ? []
      : [`the version ${version.expected.commit?.slice(0, 7) ?? version.expected.tag}`]),
  ];
  return `${status.join(' or ')}${more.length === 0 ? '' : ` with ${more.join(' and ')}`}`;
}

export function reportOf({ what }: AskedProbe, result: ProbeResult | undefined): ProbeReport {
  if (result === undefined) return { what, asked: 0, failed: 0, failures: [] };
  const { attempts, healthy, failed = healthy ? 0 : attempts, latency, failures = [] } = result;
  return { what, asked: attempts, failed, ...(latency ? { latency } : {}), failures };
}

/** Reports of the same addresses, of one round after the other. Their median is told by the weighed mean of the rounds' medians: single latencies are not kept. */
export function addReports(sum: readonly ProbeReport[], next: readonly ProbeReport[]): ProbeReport[] {
  return next.map((report, index) => {
    const before = sum[index];
    if (before === undefined) return report;
    const latency = addLatency(before, report);
    return {
      what: report.what,
      asked: before.asked + report.asked,
      failed: before.failed + report.failed,
      ...(latency ? { latency } : {}),
      failures: addFailures(before.failures, report.failures),
    };
  });
}

function addLatency(before: ProbeReport, next: ProbeReport): Latency | undefined {
  if (!before.latency || !next.latency) return before.latency ?? next.latency;
  const weighed = before.latency.median * before.asked + next.latency.median * next.asked;
  return {
    min: Math.min(before.latency.min, next.latency.min),
    median: Math.round(weighed / Math.max(1, before.asked + next.asked)),
    max: Math.max(before.latency.max, next.latency.max),
  };
}

function addFailures(before: readonly FailedProbe[], next: readonly FailedProbe[]): FailedProbe[] {
  const times = new Map<string, number>();
  for (const failure of [...before, ...next])
    times.set(failure.answer, (times.get(failure.answer) ?? 0) + failure.times);
  return [...times]
    .map(([answer, count]) => ({ answer, times: count }))
    .sort((a, b) => b.times - a.times)
    .slice(0, FAILURES_KEPT);
}

/** `It stayed healthy for 120 s: 1 of 160 requests failed (1 % may).` */
export function bakedWell(seconds: number, reports: readonly ProbeReport[], tolerate: number): string {
  const asked = reports.reduce((sum, report) => sum + report.asked, 0);
  const failed = reports.reduce((sum, report) => sum + report.failed, 0);
  const may = tolerate === 0 ? '' : ` (${percent(tolerate)} may)`;
  return `It stayed healthy for ${seconds} s: ${failed} of ${asked} requests failed${may}.`;
}
