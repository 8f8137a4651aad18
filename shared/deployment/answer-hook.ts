import { sentence } from './attempt.ts';
import type { HealthCheck, Pipeline, Release, Stage, TargetSettings } from './model.ts';
import type { Address, Ledger, ProbeRequest, ProbeResult } from './ports.ts';
import { probeRequests, withoutUrls } from './probe-requests.ts';
import { judgeProbes, reportOf } from './probe-words.ts';
import type { TargetState } from './target-state.ts';

/** A provider asks, in the middle of a rollout, whether it may go on. */
export interface HookCall {
  /** The same in each call for one answer. */
  readonly id: string;
  /** Where the rollout is, in the provider's word: `POST_TEST_TRAFFIC_SHIFT`. */
  readonly stage: string;
  /** The rollout's id. */
  readonly rollout: string;
  /** The target's key in the ledger. */
  readonly target: string;
  /** Where what is new answers by now; `back`: it is on its way back, which nothing may hold up. */
  readonly where: 'test' | 'production' | 'nowhere' | 'back';
}

export interface HookAnswer {
  readonly goesOn: boolean;
  readonly reason: string;
}

/** What a rollout brings, and where that answers. */
export interface HookSight {
  readonly digests: readonly string[];
  readonly addresses: readonly Address[];
  readonly unreachable?: string;
}

export interface HookPorts {
  readonly ledger: Pick<Ledger, 'deployment' | 'target' | 'note' | 'changeTarget'>;
  config(): Promise<{ readonly pipelines: readonly Pipeline[] }>;
  targetKey(settings: TargetSettings): string;
  /** @param repository the pipeline's image repository */
  see(settings: TargetSettings, repository: string, traffic: 'test' | 'production'): Promise<HookSight>;
  probe(requests: readonly ProbeRequest[]): Promise<readonly ProbeResult[]>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** By what the new revision is judged. */
interface Basis {
  readonly settings: TargetSettings;
  readonly health: HealthCheck;
  readonly repository: string;
  /** The deployment that holds the target, whose rollout it is in all likelihood. */
  readonly holder?: { readonly id: string; readonly release: Release };
}

/**
 * Asks what is rolled for its health, as the stage says, before users get it. Whoever began the rollout: of a deployment
 * of Slipway's by its own settings, of any other by those of the configuration in force.
 *
 * What cannot be asked does not go on: a gate that opens by itself is none.
 */
export async function answerHook(call: HookCall, ports: HookPorts): Promise<HookAnswer> {
  if (call.where === 'back') return { goesOn: true, reason: 'it is on its way back: nothing is asked' };
  const state = await ports.ledger.target(call.target);
  const basis = await basisOf(call, state, ports);
  const answer = await ask(call, basis, state, ports);
  if (basis?.holder) await tell(call, basis.holder.id, answer, ports);
  return answer;
}

async function basisOf(
  { target }: HookCall,
  { claim }: TargetState,
  ports: HookPorts,
): Promise<Basis | undefined> {
  if (claim !== undefined && claim.leaseUntil > ports.now()) {
    const { id, release, stage } = await ports.ledger.deployment(claim.deployment);
    const { target: settings, health } = stage;
    return { settings, health, repository: release.repository, holder: { id, release } };
  }
  const { pipelines } = await ports.config();
  for (const { stages, repository } of pipelines) {
    const found = stages
      .flatMap((stage: Stage) => stage.targets.map((settings) => ({ settings, health: stage.health })))
      .find(({ settings }) => ports.targetKey(settings) === target);
    if (found) return { ...found, repository };
  }
  return undefined;
}

async function ask(
  { stage, where, target }: HookCall,
  basis: Basis | undefined,
  state: TargetState,
  ports: HookPorts,
): Promise<HookAnswer & { readonly probes?: ReturnType<typeof reportOf>[] }> {
  if (basis === undefined) {
    return { goesOn: false, reason: `no stage of slipway.yml has the target ${target}: apply one that has` };
  }
  if (where === 'nowhere' || where === 'back') {
    return {
      goesOn: false,
      reason: `at ${stage} the new revision has no traffic that could be asked: give the hook the stage POST_TEST_TRAFFIC_SHIFT`,
    };
  }
  const { addresses, unreachable, digests } = await ports.see(basis.settings, basis.repository, where);
  if (addresses.length === 0) {
    const none = `the service has no ${where === 'test' ? 'test listener rule (advancedConfiguration.testListenerRule)' : 'load balancer'}`;
    return { goesOn: false, reason: unreachable ?? none };
  }
  const health = where === 'test' ? withoutUrls(basis.health) : basis.health;
  const asked = probeRequests(health, addresses, releaseOf(digests, basis, state));
  const results = await ports.probe(asked.map(({ request }) => request));
  const { kind, reason } = judgeProbes(asked, results);
  return {
    goesOn: kind === 'good',
    reason,
    probes: asked.map((one, index) => reportOf(one, results[index])),
  };
}

/** Whose version must answer: what runs is the new release, or on the way back a good one; else none is asked for. */
function releaseOf(
  digests: readonly string[],
  { holder }: Basis,
  { good }: TargetState,
): Release | undefined {
  return [...(holder ? [holder.release] : []), ...good].find(
    ({ digest }) => digests.length > 0 && digests.every((one) => one === digest),
  );
}

/** In the trail, and beside the claim, so that the verdict can say it where it was this that ended the rollout. */
async function tell(
  { id, stage, rollout, target }: HookCall,
  deployment: string,
  { goesOn, reason, ...more }: HookAnswer,
  { ledger, now }: HookPorts,
): Promise<void> {
  const step = `hook-${stage.toLowerCase().replaceAll('_', '-')}-${id.slice(0, 8)}`;
  const detail = `as lifecycle hook at ${stage}: ${sentence(reason)} ${goesOn ? 'It goes on.' : 'It is to go back.'}`;
  await ledger.note(deployment, { step, at: now(), detail, ...more });
  if (goesOn) return;
  await ledger.changeTarget(target, (state) => ({
    state:
      state.claim?.deployment === deployment
        ? { ...state, claim: { ...state.claim, hook: { rollout, reason: `asked at ${stage}: ${reason}` } } }
        : state,
    result: undefined,
  }));
}
