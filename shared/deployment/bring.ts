import type { Attempt } from './attempt.ts';
import { proveHealth } from './prove-health.ts';
import { type Outcome, rollOut } from './roll-out.ts';

export interface Bringing {
  readonly revision: string;
  readonly digest: string;
  readonly since: string | undefined;
  readonly address: string | undefined;
}

/** Rolls a revision out and proves it from outside. */
export async function bring(
  attempt: Attempt,
  phase: 'roll' | 'restore',
  bringing: Bringing,
): Promise<Outcome> {
  const { deployment, address } = { ...attempt, ...bringing };
  const rolled = await rollOut(attempt, phase, bringing);
  if (rolled.kind === 'bad') return rolled;
  if (address === undefined) {
    return {
      kind: 'good',
      reason: `${rolled.reason} It has no load balancer: judged by the provider's health alone.`,
    };
  }
  const health = await proveHealth(attempt, phase, address, deployment.stage.health);
  if (health.kind === 'good') return { kind: 'good', reason: `${rolled.reason} ${health.reason}` };
  return { ...health, ...(rolled.rollout === undefined ? {} : { rollout: rolled.rollout }) };
}
