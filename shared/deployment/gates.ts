import { type Frozen, type Held, ROLLED_BACK_KEPT, type TargetState, type Turn } from './target-state.ts';

/** Why a deployment must wait though nobody holds the target, in words; undefined when it need not. */
export function gateOf({ frozen, held }: TargetState, turn: Turn): string | undefined {
  if (turn.kind === 'rollback') return undefined;
  if (frozen && !turn.passesFreeze) return describeFreeze(frozen);
  return held && !turn.byHand ? describeHold(held) : undefined;
}

/** Why a deployment will never be right here as it was asked for, in words that say how it would be. */
export function refusalOf({ frozen, rolledBack }: TargetState, turn: Turn): string | undefined {
  if (turn.kind === 'rollback') return undefined;
  if (turn.byHand) {
    // A person is told at once; only a push can wait for the day when the freeze is lifted.
    return frozen && !turn.passesFreeze ? frozenToPersons(frozen) : undefined;
  }
  const before = rolledBack?.find(({ digest }) => digest === turn.digest);
  return before === undefined
    ? undefined
    : `This image was rolled back here before (${before.deployment}, ${timeOf(before.at)}), so it is not deployed again by itself. Whoever wants it all the same: "slipway deploy PIPELINE ${turn.digest}".`;
}

/** What a person is told who wants to deploy where it is frozen. */
export function frozenToPersons(frozen: Frozen): string {
  return `The target is ${describeFreeze(frozen)}. Lift that with "slipway unfreeze", or deploy in spite of it with "slipway deploy … --force".`;
}

/** `frozen by slack:mira since 2026-11-21T10:00Z: release party` */
export function describeFreeze({ by, since, reason }: Frozen): string {
  return `frozen by ${by} since ${timeOf(since)}${reason === undefined ? '' : `: ${reason}`}`;
}

/** `held since 2026-11-21T10:00Z, when going back failed after web-prod-1` */
export function describeHold({ since, deployment }: Held): string {
  return `held since ${timeOf(since)}, when going back failed after ${deployment}`;
}

/** Who has to act on what is held, and how. */
export const HELD_HELP =
  'no push is deployed on it until somebody has deployed or rolled back what works ("slipway deploy", "slipway rollback"), or lets pushes in again ("slipway resume")';

/** The last freeze counts, where there was one before. */
export function freeze(state: TargetState, frozen: Frozen): TargetState {
  return { ...state, frozen };
}

/** The same state where it was not frozen. */
export function unfreeze(state: TargetState): TargetState {
  const { frozen, ...free } = state;
  return frozen === undefined ? state : free;
}

/** Going back failed: broken, and held until a person has acted. */
export function hold(state: TargetState, why: string, held: Held): TargetState {
  return { ...state, broken: why, held: state.held ?? held };
}

/** Pushes are deployed again. What is broken stays so until something was verified. */
export function resume(state: TargetState): TargetState {
  const { held, ...free } = state;
  return held === undefined ? state : free;
}

/** Remembers a release that was rolled back; once, with the last time. */
export function rememberRolledBack(
  state: TargetState,
  digest: string,
  deployment: string,
  at: number,
): TargetState {
  const others = (state.rolledBack ?? []).filter((one) => one.digest !== digest);
  return { ...state, rolledBack: [{ digest, deployment, at }, ...others].slice(0, ROLLED_BACK_KEPT) };
}

/** It was verified after all. */
export function forgetRolledBack(state: TargetState, digest: string): TargetState {
  const { rolledBack, ...rest } = state;
  const left = rolledBack?.filter((one) => one.digest !== digest) ?? [];
  if (left.length === (rolledBack?.length ?? 0)) return state;
  return left.length === 0 ? rest : { ...rest, rolledBack: left };
}

/** To the minute, in UTC. */
function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16)}Z`;
}
