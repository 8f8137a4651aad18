import type { ProbeRequest, ProbeResult } from '../shared/deployment/ports.ts';
import { createResolve, probe, refuseUrl } from '../shared/probing/index.ts';
import { once, setting } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';

const resolve = /* @__PURE__ */ once(() => createResolve(setting('PROBE_LOOPBACK_SUFFIX')));

/** Asks a target's addresses from outside, all at the same time. By itself, because it alone may have to live in a VPC. */
export const handler = onInvocation(
  (requests: readonly ProbeRequest[]): Promise<readonly ProbeResult[]> => Promise.all(requests.map(ask)),
);

async function ask(request: ProbeRequest): Promise<ProbeResult> {
  const refusal = refuseUrl(request.url);
  if (refusal !== undefined)
    return { healthy: false, attempts: 0, last: `not asked: ${refusal}`, seconds: 0 };
  return probe(request, { resolve: resolve(), now: Date.now });
}
