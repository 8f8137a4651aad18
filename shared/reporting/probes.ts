import type { ProbeReport } from '../deployment/model.ts';

/** What probes found, a line for each address and one for each way in which it failed. */
export function formatProbes(probes: readonly ProbeReport[]): string[] {
  return probes.flatMap(({ what, asked, failed, latency, failures }) => {
    const times = latency ? `, ${latency.min} to ${latency.max} ms (median ${latency.median})` : '';
    const head = `${what}: ${asked} asked, ${failed} not as asked${times}`;
    return [head, ...failures.map(({ answer, times: count }) => `  ${count} × ${answer}`)];
  });
}
