import type { Attempt } from './attempt.ts';
import type { Release } from './model.ts';
import type { Address } from './ports.ts';
import { proveHealth } from './prove-health.ts';
import { type Outcome, rollOut } from './roll-out.ts';

export interface Bringing {
  readonly revision: string;
  readonly digest: string;
  readonly since: string | undefined;
  /** Whose version must answer. */
  readonly release: Release;
  readonly addresses: readonly Address[] | undefined;
}

/** Rolls a revision out and proves it from outside. */
export async function bring(
  attempt: Attempt,
  phase: 'roll' | 'restore',
  bringing: Bringing,
): Promise<Outcome> {
  const rolled = await rollOut(attempt, phase, bringing);
  if (rolled.kind === 'bad') return rolled;
  const health = await proveHealth(attempt, phase, bringing);
  if (health.kind === 'good') return { kind: 'good', reason: `${rolled.reason} ${health.reason}` };
  return { ...health, ...(rolled.rollout === undefined ? {} : { rollout: rolled.rollout }) };
}
