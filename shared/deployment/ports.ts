import type { DeploymentEnded, DeploymentStarted } from '../../events/index.ts';
import type { Change } from './claim.ts';
import type { Deployment, Ending, Release, TrailEntry } from './model.ts';
import type { TargetPlan } from './plan.ts';
import type { RolloutState } from './rollout.ts';
import type { TargetState } from './target-state.ts';

/**
 * What makes the workflow durable: what a step has returned is kept, and is not done again after a crash.
 * Names are unique within one deployment. A step runs at least once: its effect must bear being repeated.
 */
export interface Journal {
  step<Result>(name: string, action: () => Promise<Result>): Promise<Result>;
  /** A wait that `wake(token)` ends, or the timer. Waiting costs nothing. */
  openWait(name: string, timeoutSeconds: number): Promise<Wait>;
  sleep(name: string, seconds: number): Promise<void>;
  /** Calls the probe function, which lives by itself because it may have to be inside a VPC. */
  probe(name: string, request: ProbeRequest): Promise<ProbeResult>;
}

export interface Wait {
  readonly token: string;
  /** Resolves for either end: whoever waited looks for itself what is true now. */
  ended(): Promise<'woken' | 'timer'>;
}

/** What to ask of an address. Times in seconds. */
export interface ProbeRequest {
  /** `http://HOST[:PORT]/PATH`, without user, password or fragment. */
  readonly url: string;
  readonly status: readonly number[];
  readonly consecutive: number;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly limitSeconds: number;
}

export interface ProbeResult {
  readonly healthy: boolean;
  readonly attempts: number;
  /** How the last answer was: `200`, `500: <start of the body>`, `timeout after 5 s`, `ECONNREFUSED`. */
  readonly last: string;
  readonly seconds: number;
}

/** What is on a target before a deployment touches it. */
export type Inspection =
  | {
      readonly kind: 'ready';
      /** What runs now, where it runs one revision and is not in the middle of a rollout. */
      readonly settled?: { readonly revision: string; readonly release: Release };
      /** Marks everything that the provider did before: only a rollout after it is this deployment's. */
      readonly since?: string;
      /** The load balancer's address, `http://HOST[:PORT]`; none when the target has no load balancer. */
      readonly url?: string;
    }
  /** It cannot be deployed to, and why, in words that say what to do. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * A thing that releases are rolled onto. Every method may be called twice with the same arguments and then does no more.
 * Each throws `Rejected` for what the user must change and `Retryable` for what may pass.
 */
export interface Target {
  readonly key: string;
  inspect(): Promise<Inspection>;
  /**
   * What a deployment of the release would change, field by field, and what it would do. Changes nothing itself. Values
   * that look secret are masked.
   */
  plan(release: Release): Promise<TargetPlan>;
  /** Makes what the rollout needs and gives its name: a task definition ARN, a version label. */
  prepare(release: Release, deployment: string): Promise<string>;
  /**
   * Begins to roll the revision and gives the rollout's id. Where such a rollout has begun after `since`, it is that one;
   * where the revision runs already, it is the rollout that brought it.
   */
  start(revision: string, since: string | undefined): Promise<string>;
  /** The truth about a rollout, from the provider: `succeeded` only where it ended with `revision` running. */
  look(rollout: string, revision: string): Promise<RolloutState>;
  /** Asks the provider to take an unfinished rollout back. False when it cannot or is over. */
  stop(rollout: string): Promise<boolean>;
  /** Why it went wrong, most telling first, each a sentence. Never throws: what cannot be had is left out. */
  diagnose(rollout: string): Promise<readonly string[]>;
}

/** The table of record, as the workflow sees it. */
export interface Ledger {
  /** @throws Error when there is none: it is written before the deployment is started. */
  deployment(id: string): Promise<Deployment>;
  note(deployment: string, entry: TrailEntry): Promise<void>;
  /** The first ending that is written stays; that one is the answer. */
  end(deployment: Deployment, ending: Ending): Promise<Ending>;
  /** How a deployment ended; where it has not, leaves the token that is to be woken at its end. */
  awaitEnding(deployment: string, token: string): Promise<Ending | undefined>;
  /** The token that was left for the end of this deployment. */
  followerOf(deployment: string): Promise<string | undefined>;
  target(key: string): Promise<TargetState>;
  /** Whether the push of this deployment was followed by another one within seconds, which is being built or about to be deployed. */
  newerPushIsComing(deployment: Deployment): Promise<boolean>;
  /** Applies a change to the whole state in one conditional write, again from the start when somebody was faster. */
  changeTarget<Result>(key: string, change: (state: TargetState) => Change<Result>): Promise<Result>;
}

export interface Ports {
  readonly ledger: Ledger;
  target(deployment: Deployment): Target;
  /** Ends somebody's wait. One that is over already is no error. */
  wake(token: string): Promise<void>;
  announceStart(event: DeploymentStarted): Promise<void>;
  announceEnd(event: DeploymentEnded): Promise<void>;
  /** Milliseconds since 1970. Asked only inside steps, so that a replay sees the same time. */
  now(): number;
}
