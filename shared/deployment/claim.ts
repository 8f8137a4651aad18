import type { GoodRelease } from './model.ts';
import { GOOD_RELEASES_KEPT, type TargetState, type Turn } from './target-state.ts';

/** What a deployment that asks for its turn is told. `displaced` is the token of who is superseded by that: wake it. */
export type TurnAnswer =
  | { readonly kind: 'held'; readonly displaced?: string }
  | { readonly kind: 'wait'; readonly displaced?: string }
  | { readonly kind: 'superseded'; readonly by: string };

export interface Change<Result> {
  /** The same object when nothing changes. */
  readonly state: TargetState;
  readonly result: Result;
}

/**
 * A deployment asks for the target. Asking again, after a crash, gives the same answer.
 *
 * @param now milliseconds since 1970
 * @param leaseMs how long the claim lasts unless it is renewed
 */
export function askForTurn(state: TargetState, turn: Turn, now: number, leaseMs: number): Change<TurnAnswer> {
  const { claim, waiting } = state;
  const waits = waiting?.deployment === turn.deployment;
  if (claim?.deployment === turn.deployment) {
    return { state: { ...state, claim: { ...claim, leaseUntil: now + leaseMs } }, result: { kind: 'held' } };
  }
  const newer = findNewer(state, turn, now);
  if (newer !== undefined) {
    return { state: waits ? withoutWaiting(state) : state, result: { kind: 'superseded', by: newer } };
  }
  const displaced = !waits && waiting?.wakeToken !== undefined ? { displaced: waiting.wakeToken } : {};
  if (!turn.yields && (claim === undefined || claim.leaseUntil <= now)) {
    const { deployment, order } = turn;
    return {
      state: {
        ...withoutWaiting(state),
        claim: { deployment, order, since: now, leaseUntil: now + leaseMs },
      },
      result: { kind: 'held', ...displaced },
    };
  }
  if (waits) return { state, result: { kind: 'wait' } };
  const waitingNow = { deployment: turn.deployment, order: turn.order };
  return { state: { ...state, waiting: waitingNow }, result: { kind: 'wait', ...displaced } };
}

/** Leaves a token by which this deployment can be woken, as the holder (which renews its lease) or in the queue. */
export function leaveToken(
  state: TargetState,
  deployment: string,
  token: string,
  now: number,
  leaseMs: number,
): Change<'kept' | 'lost'> {
  const { claim, waiting } = state;
  if (claim?.deployment === deployment) {
    const renewed = { ...claim, wakeToken: token, leaseUntil: now + leaseMs };
    return { state: { ...state, claim: renewed }, result: 'kept' };
  }
  if (waiting?.deployment === deployment) {
    return { state: { ...state, waiting: { ...waiting, wakeToken: token } }, result: 'kept' };
  }
  return { state, result: 'lost' };
}

/** Keeps the claim of a holder that works without waiting for events; `lost` when it holds the target no longer. */
export function renew(
  state: TargetState,
  deployment: string,
  now: number,
  leaseMs: number,
): Change<'kept' | 'lost'> {
  const { claim } = state;
  return claim?.deployment === deployment
    ? { state: { ...state, claim: { ...claim, leaseUntil: now + leaseMs } }, result: 'kept' }
    : { state, result: 'lost' };
}

/** Gives the target free. The answer is the token of the next in line, to be woken. */
export function giveBack(state: TargetState, deployment: string): Change<string | undefined> {
  if (state.claim?.deployment === deployment) {
    const { claim: _, ...free } = state;
    return { state: free, result: state.waiting?.wakeToken };
  }
  if (state.waiting?.deployment === deployment) return { state: withoutWaiting(state), result: undefined };
  return { state, result: undefined };
}

/** Writes down that a release was verified here: it is live, and the first choice of any later rollback. */
export function markGood(state: TargetState, release: GoodRelease): TargetState {
  const { broken: _, ...sound } = state;
  const others = state.good.filter((good) => good.digest !== release.digest);
  return {
    ...sound,
    good: [release, ...others].slice(0, GOOD_RELEASES_KEPT),
    liveOrder: Math.max(release.order, state.liveOrder ?? 0),
  };
}

/** Somebody went back to this release: what was verified after it is no longer what a rollback may go to. */
export function forgetNewer(state: TargetState, digest: string): TargetState {
  const index = state.good.findIndex((good) => good.digest === digest);
  return index <= 0 ? state : { ...state, good: state.good.slice(index) };
}

export function markBroken(state: TargetState, why: string): TargetState {
  return { ...state, broken: why };
}

/** What is newer than this turn and so ends it, in words; undefined when nothing is. */
function findNewer(state: TargetState, turn: Turn, now: number): string | undefined {
  const { claim, waiting, liveOrder } = state;
  if (liveOrder !== undefined && liveOrder > turn.order) {
    return `${state.good[0]?.deployment ?? 'a newer deployment'}, which is live`;
  }
  if (waiting && waiting.deployment !== turn.deployment && waiting.order > turn.order) {
    return `${waiting.deployment}, which is newer and waits`;
  }
  if (claim && claim.leaseUntil > now && claim.order > turn.order) {
    return `${claim.deployment}, which is newer and under way`;
  }
  return undefined;
}

function withoutWaiting(state: TargetState): TargetState {
  const { waiting: _, ...rest } = state;
  return rest;
}
