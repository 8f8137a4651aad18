import type { Attempt } from './attempt.ts';
import type { Release } from './model.ts';
import type { Address } from './ports.ts';
import { proveAside, proveHealth } from './prove-health.ts';
import { rollOut } from './roll-out.ts';
import type { Failed, Outcome } from './rolling.ts';

export interface Bringing {
  readonly revision: string;
  readonly digest: string;
  readonly since: string | undefined;
  /** Whose version must answer. */
  readonly release: Release;
  readonly addresses: readonly Address[] | undefined;
  /** Of a restoration. */
  readonly failed?: Failed;
}

/** Rolls a revision out, part by part where the provider goes so, and proves it from outside. */
export async function bring(
  attempt: Attempt,
  phase: 'roll' | 'restore',
  bringing: Bringing,
): Promise<Outcome> {
  let done: string | undefined;
  for (let part = 1; ; part++) {
    const what = { ...bringing, phase, part, ...(done === undefined ? {} : { done }) };
    const rolled = await rollOut(attempt, what);
    if (rolled.kind === 'bad') return rolled;
    const { rollout } = rolled;
    const health =
      rolled.kind === 'good'
        ? await proveHealth(attempt, phase, bringing)
        : await proveAside(attempt, phase, { ...bringing, addresses: rolled.at });
    if (health.kind === 'bad') return { ...health, ...(rollout === undefined ? {} : { rollout }) };
    if (rolled.kind === 'good') return { kind: 'good', reason: `${rolled.reason} ${health.reason}` };
    done = rollout;
  }
}
