import { gateOf, refusalOf } from './gates.ts';
import type { DeploymentKind } from './model.ts';
import type { TargetState, Turn, Waiting } from './target-state.ts';
import { WAITING_ROLLBACK_MS } from './timing.ts';

/** What a deployment that asks for its turn is told. `displaced`: tokens of those who are superseded by that; wake them. */
export type TurnAnswer =
  | { readonly kind: 'held'; readonly displaced?: readonly string[] }
  | {
      readonly kind: 'wait';
      readonly displaced?: readonly string[];
      /** The token of whoever holds the target and is to stop now: wake it. */
      readonly interrupted?: string;
      /** Why it waits though the target may be free: somebody has to lift that first. */
      readonly gate?: string;
      /** When the holder's claim ends unless it is renewed, in milliseconds since 1970. */
      readonly heldUntil?: number;
    }
  | { readonly kind: 'superseded'; readonly by: string }
  | { readonly kind: 'rejected'; readonly reason: string };

export interface Change<Result> {
  /** The same object when nothing changes. */
  readonly state: TargetState;
  readonly result: Result;
}

/** For whom the holder of a target is to stop. */
export interface Interrupter {
  readonly deployment: string;
  readonly kind: DeploymentKind;
}

/** Whether a holder goes on: it holds the target no longer, or is to stop for somebody else. */
export type Kept = 'kept' | 'lost' | Interrupter;

/**
 * A deployment asks for the target. Asking again, after a crash, gives the same answer.
 *
 * @param now milliseconds since 1970
 * @param leaseMs how long the claim lasts unless it is renewed
 */
export function askForTurn(state: TargetState, turn: Turn, now: number, leaseMs: number): Change<TurnAnswer> {
  const { deployment, order, kind } = turn;
  const { claim } = state;
  if (claim?.deployment === deployment) {
    return { state: { ...state, claim: { ...claim, leaseUntil: now + leaseMs } }, result: { kind: 'held' } };
  }
  const newer = findNewer(state, turn, now);
  if (newer !== undefined)
    return { state: withoutPlace(state, deployment), result: { kind: 'superseded', by: newer } };
  const reason = refusalOf(state, turn);
  if (reason !== undefined)
    return { state: withoutPlace(state, deployment), result: { kind: 'rejected', reason } };

  const gate = gateOf(state, turn);
  const older = olderThan(state, turn);
  const displaced = older.displaced.length > 0 ? { displaced: older.displaced } : {};
  const held = claim !== undefined && claim.leaseUntil > now;
  if (!held && !turn.yields && gate === undefined && !rollbackComesFirst(state, turn, now)) {
    const claimed = { deployment, order, kind, since: now, leaseUntil: now + leaseMs };
    return {
      state: { ...withoutPlace(older.state, deployment), claim: claimed },
      result: { kind: 'held', ...displaced },
    };
  }
  const interrupts = kind === 'rollback' || (turn.interrupts === true && !turn.yields && gate === undefined);
  const waits = withPlace(older.state, turn, { ...(interrupts ? { interrupts } : {}), askedAt: now });
  const interrupted =
    held && interrupts && (kind === 'rollback' || claim.kind !== 'rollback') ? claim.wakeToken : undefined;
  return {
    state: waits,
    result: {
      kind: 'wait',
      ...displaced,
      ...(interrupted === undefined ? {} : { interrupted }),
      ...(gate === undefined ? {} : { gate }),
      ...(held ? { heldUntil: claim.leaseUntil } : {}),
    },
  };
}

/** Leaves a token by which this deployment can be woken, as the holder (which renews its lease) or in the queue. */
export function leaveToken(
  state: TargetState,
  deployment: string,
  token: string,
  now: number,
  leaseMs: number,
): Change<Kept> {
  const { claim, waiting, waitingRollback } = state;
  if (claim?.deployment === deployment) {
    const renewed = { ...claim, wakeToken: token, leaseUntil: now + leaseMs };
    return { state: { ...state, claim: renewed }, result: interrupterOf(state) ?? 'kept' };
  }
  if (waiting?.deployment === deployment) {
    return { state: { ...state, waiting: { ...waiting, wakeToken: token } }, result: 'kept' };
  }
  if (waitingRollback?.deployment === deployment) {
    return { state: { ...state, waitingRollback: { ...waitingRollback, wakeToken: token } }, result: 'kept' };
  }
  return { state, result: 'lost' };
}

/** Keeps the claim of a holder that works without waiting for events. */
export function renew(state: TargetState, deployment: string, now: number, leaseMs: number): Change<Kept> {
  const { claim } = state;
  return claim?.deployment === deployment
    ? {
        state: { ...state, claim: { ...claim, leaseUntil: now + leaseMs } },
        result: interrupterOf(state) ?? 'kept',
      }
    : { state, result: 'lost' };
}

/** Gives the target free, or a place in the queue. The answer is the token of the next in line, to be woken. */
export function giveBack(state: TargetState, deployment: string): Change<string | undefined> {
  const { claim, ...rest } = state;
  const isHolder = claim?.deployment === deployment;
  const free = isHolder || claim === undefined;
  const left = withoutPlace(isHolder ? rest : state, deployment);
  // Also when it was free already: whoever gave it back may have ended before waking anybody.
  return { state: left, result: free ? nextInLine(left) : undefined };
}

/** The token of who is to come next. */
export function nextInLine({ waiting, waitingRollback }: TargetState): string | undefined {
  return waitingRollback?.wakeToken ?? waiting?.wakeToken;
}

function interrupterOf({ claim, waiting, waitingRollback }: TargetState): Interrupter | undefined {
  if (waitingRollback) return { deployment: waitingRollback.deployment, kind: 'rollback' };
  // Of two rollbacks the later one counts; but no push stops a rollback.
  return waiting?.interrupts && claim?.kind !== 'rollback'
    ? { deployment: waiting.deployment, kind: 'deploy' }
    : undefined;
}

/** What is newer than this turn and so ends it, in words; undefined when nothing is. */
function findNewer(state: TargetState, turn: Turn, now: number): string | undefined {
  const { claim, waiting, waitingRollback, liveOrder } = state;
  if (liveOrder !== undefined && liveOrder > turn.order) {
    return `${state.good[0]?.deployment ?? 'a newer deployment'}, which is live`;
  }
  // A push that only waits, for whatever reason, keeps nobody from going back.
  const isNewer = (other: Waiting | undefined): other is Waiting =>
    other !== undefined && isNewerThan(other, turn);
  if (isNewer(waiting) && turn.kind !== 'rollback') return `${waiting.deployment}, which is newer and waits`;
  if (isNewer(waitingRollback)) return `${waitingRollback.deployment}, a rollback that waits`;
  if (claim && claim.leaseUntil > now && claim.order > turn.order) {
    return `${claim.deployment}, which is newer and under way`;
  }
  return undefined;
}

/** Of two that were asked for in the same millisecond one is the newer all the same: else each would displace the other. */
function isNewerThan(other: Waiting, turn: Turn): boolean {
  return other.order === turn.order ? other.deployment > turn.deployment : other.order > turn.order;
}

/** A target that has just come free is left to the rollback that was woken for it, unless that has long not asked. */
function rollbackComesFirst({ waitingRollback }: TargetState, { deployment }: Turn, now: number): boolean {
  if (waitingRollback === undefined || waitingRollback.deployment === deployment) return false;
  return now - (waitingRollback.askedAt ?? 0) < WAITING_ROLLBACK_MS;
}

/** The state without those who wait and are older than this turn, and their tokens. */
function olderThan(state: TargetState, turn: Turn): { state: TargetState; displaced: readonly string[] } {
  const places = turn.kind === 'rollback' ? [state.waiting, state.waitingRollback] : [state.waiting];
  const older = places.filter(
    (other) => other !== undefined && other.deployment !== turn.deployment && !isNewerThan(other, turn),
  );
  return {
    state: older.reduce((left, other) => withoutPlace(left, other?.deployment ?? ''), state),
    displaced: older.flatMap((other) => other?.wakeToken ?? []),
  };
}

function withPlace(
  state: TargetState,
  { deployment, order, kind }: Turn,
  asked: Pick<Waiting, 'askedAt' | 'interrupts'>,
): TargetState {
  const place = kind === 'rollback' ? 'waitingRollback' : 'waiting';
  const before = state[place];
  const token = before?.deployment === deployment ? before.wakeToken : undefined;
  const waits = { deployment, order, ...asked, ...(token === undefined ? {} : { wakeToken: token }) };
  return { ...state, [place]: waits };
}

function withoutPlace(state: TargetState, deployment: string): TargetState {
  if (state.waiting?.deployment === deployment) {
    const { waiting: _, ...rest } = state;
    return rest;
  }
  if (state.waitingRollback?.deployment === deployment) {
    const { waitingRollback: _, ...rest } = state;
    return rest;
  }
  return state;
}
