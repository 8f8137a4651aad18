import type { DeploymentKind, GoodRelease } from './model.ts';

/** Who holds a target, who waits for it, and what was good on it: one item of the ledger, changed as a whole. */
export interface TargetState {
  readonly claim?: Claim;
  /** Only the newest waits; every older one has been superseded. */
  readonly waiting?: Waiting;
  /** Releases that were verified here, the one that is live first. */
  readonly good: readonly GoodRelease[];
  /** Order of the deployment that decided what is live: an older one must not follow it. */
  readonly liveOrder?: number;
  /** Why the target could not be brought back, when it could not. */
  readonly broken?: string;
}

export interface Claim {
  readonly deployment: string;
  readonly order: number;
  /** Milliseconds since 1970 after which the claim counts as abandoned. */
  readonly leaseUntil: number;
  readonly since: number;
  /** What completes the holder's present wait. */
  readonly wakeToken?: string;
}

export interface Waiting {
  readonly deployment: string;
  readonly order: number;
  readonly wakeToken?: string;
}

export interface Turn {
  readonly deployment: string;
  readonly order: number;
  readonly kind: DeploymentKind;
  /** It leaves a free target alone for now: what is to supersede it is on its way. */
  readonly yields?: boolean;
}

export const emptyTarget: TargetState = { good: [] };

/** How many good releases a target remembers: what a rollback can still name. */
export const GOOD_RELEASES_KEPT = 10;
