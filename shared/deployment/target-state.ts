import type { DeploymentKind, GoodRelease } from './model.ts';

/** Who holds a target, who waits for it, and what was good on it: one item of the ledger, changed as a whole. */
export interface TargetState {
  readonly claim?: Claim;
  /** Only the newest waits; every older one has been superseded. */
  readonly waiting?: Waiting;
  /** A rollback waits in a place of its own: no push takes it, and it comes before whatever waits in the other. */
  readonly waitingRollback?: Waiting;
  /** Releases that were verified here, the one that is live first. */
  readonly good: readonly GoodRelease[];
  /** Order of the deployment that decided what is live: an older one must not follow it. */
  readonly liveOrder?: number;
  /** Why the target could not be brought back, when it could not. */
  readonly broken?: string;
  /** Nothing is deployed here by itself: going back failed. */
  readonly held?: Held;
  /** A person has stopped pushes from being deployed here. */
  readonly frozen?: Frozen;
  /** Releases that were rolled back from here, the last one first: none of them is deployed again by itself. */
  readonly rolledBack?: readonly RolledBack[];
}

export interface Claim {
  readonly deployment: string;
  readonly order: number;
  /** None in claims that older versions made. */
  readonly kind?: DeploymentKind;
  /** Milliseconds since 1970 after which the claim counts as abandoned. */
  readonly leaseUntil: number;
  readonly since: number;
  /** What completes the holder's present wait. */
  readonly wakeToken?: string;
  /** What a lifecycle hook of ours found wrong with a rollout. */
  readonly hook?: { readonly rollout: string; readonly reason: string };
}

export interface Waiting {
  readonly deployment: string;
  readonly order: number;
  readonly wakeToken?: string;
  /** Whoever holds the target is to stop for it. */
  readonly interrupts?: boolean;
  /** When it last asked, in milliseconds since 1970. */
  readonly askedAt?: number;
}

export interface Held {
  /** The deployment after which it is held. */
  readonly deployment: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface Frozen {
  /** Who froze it, as in `Deployment.requestedBy`. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly reason?: string;
}

export interface RolledBack {
  readonly digest: string;
  /** The deployment that brought it here, or the rollback that went back from it. */
  readonly deployment: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A deployment as far as its turn depends on it. */
export interface Turn {
  readonly deployment: string;
  readonly order: number;
  readonly kind: DeploymentKind;
  readonly digest?: string;
  /** It leaves a free target alone for now: what is to supersede it is on its way. */
  readonly yields?: boolean;
  /** Whoever holds the target is to stop for it. A rollback always asks for that. */
  readonly interrupts?: boolean;
  /** A person asked for it: what is held, and what was rolled back before, is for persons to decide. */
  readonly byHand?: boolean;
  /** It goes on where the target is frozen. */
  readonly passesFreeze?: boolean;
}

export const emptyTarget: TargetState = { good: [] };

/** How many good releases a target remembers: what a rollback can still name. */
export const GOOD_RELEASES_KEPT = 10;

/** How many releases that were rolled back it remembers: more than any team tries again by accident. */
export const ROLLED_BACK_KEPT = 20;
