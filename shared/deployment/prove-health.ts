import type { Attempt } from './attempt.ts';
import type { Phase } from './keep-turn.ts';
import type { Release } from './model.ts';
import type { Address } from './ports.ts';
import { probeRequests } from './probe-requests.ts';
import { proveByProbing } from './prove-by-probing.ts';
import { proveByWatching } from './prove-by-watching.ts';
import type { Outcome } from './roll-out.ts';

/** In which part of a deployment's story health is proved. Of what ran before it, only whether it is healthy now. */
export type ProvingPhase = 'baseline' | Exclude<Phase, 'before'>;

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
