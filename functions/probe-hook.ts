import { invoke } from '../shared/aws/executions.ts';
import { answerHook } from '../shared/deployment/answer-hook.ts';
import type { ProbeRequest, ProbeResult } from '../shared/deployment/ports.ts';
import { home, setting } from '../shared/runtime/environment.ts';
import { onInvocation } from '../shared/runtime/handlers.ts';
import { lambda, ledger, now, targetKey } from '../shared/runtime/services.ts';
import { ecsOptions } from '../shared/runtime/targets.ts';
import { readHookCall, seeForHook } from '../shared/targets/ecs/index.ts';

/** A lifecycle hook of ECS: asks the new revision for its health before users get it. What it throws is a no, too. */
export const handler = onInvocation(async (payload: unknown, log) => {
  const call = readHookCall(payload, home());
  const { goesOn, reason } = await answerHook(call, {
    ledger: ledger(),
    config: () => ledger().config(),
    targetKey,
    // ECS calls it in the service's own account only: there it looks by itself, and takes no role.
    see: async ({ role: _role, externalId: _id, ...settings }, repository, traffic) => {
      if (settings.kind !== 'ecs') throw new Error(`${call.target} is no service of ECS`);
      return seeForHook(ecsOptions(settings, repository), call.serviceRevision, traffic);
    },
    probe: (requests) =>
      invoke<readonly ProbeRequest[], readonly ProbeResult[]>(
        lambda(),
        setting('PROBE_TARGET_ARN'),
        requests,
      ),
    now,
  });
  log.info(goesOn ? 'goes on' : 'goes back', { stage: call.stage, target: call.target, reason });
  return { hookStatus: goesOn ? 'SUCCEEDED' : 'FAILED' };
});
