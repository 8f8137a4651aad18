import type { Attempt } from './attempt.ts';
import type { Release } from './model.ts';
import type { Address } from './ports.ts';
import { probeRequests, withoutUrls } from './probe-requests.ts';
import { proveByProbing } from './prove-by-probing.ts';
import { proveByWatching } from './prove-by-watching.ts';
import type { ProvingPhase } from './proving-phase.ts';
import type { Outcome } from './rolling.ts';

/** Of what the health is to be proved. */
export interface Proved {
  readonly revision: string;
  /** Whose version must answer; none where it is not known. */
  readonly release: Release | undefined;
  readonly addresses: readonly Address[] | undefined;
}

/**
 * Proves a target's health as its stage asks: from outside at its addresses, until it has answered well often enough,
 * and, of what is new, on through the bake time. A target without any address is judged by what its provider says of what runs.
 */
export function proveHealth(
  attempt: Attempt,
  phase: ProvingPhase,
  { revision, release, addresses = [] }: Proved,
): Promise<Outcome> {
  const asked = probeRequests(attempt.deployment.stage.health, addresses, release);
  return asked.length === 0
    ? proveByWatching(attempt, phase, revision)
    : proveByProbing(attempt, phase, asked);
}

/**
 * Proves what is new before any user gets it: at addresses of its own, and not at those that a stage names, where users go.
 * Nothing where there are none.
 */
export async function proveAside(
  attempt: Attempt,
  phase: 'roll-aside' | 'restore-aside' | 'roll-moved' | 'restore-moved',
  { release, addresses = [] }: Proved,
): Promise<Outcome> {
  if (addresses.length === 0) return { kind: 'good', reason: '' };
  const asked = probeRequests(withoutUrls(attempt.deployment.stage.health), addresses, release);
  return proveByProbing(attempt, phase, asked);
}
