import type { DeploymentEnded, DeploymentStarted } from '../../events/index.ts';
import type { Cause } from './causes.ts';
import type { Change } from './claim.ts';
import type { Finding } from './finding.ts';

import type {
  Deployment,
  Ending,
  FailedProbe,
  GoodRelease,
  Latency,
  ProbeSettings,
  Release,
  TrailEntry,
  VersionPlace,
} from './model.ts';

import type { TargetPlan } from './plan.ts';
import type { RolloutState } from './rollout.ts';
import type { TargetState } from './target-state.ts';
import type { OneOffTask, StartedTask, TaskMark, TaskState } from './task.ts';

/**
 * What makes the workflow durable: what a step has returned is kept, and is not done again after a crash.
 * Names are unique within one deployment. A step runs at least once: its effect must bear being repeated.
 */
export interface Journal {
  step<Result>(name: string, action: () => Promise<Result>): Promise<Result>;
  /** A wait that `wake(token)` ends, or the timer. Waiting costs nothing. */
  openWait(name: string, timeoutSeconds: number): Promise<Wait>;
  sleep(name: string, seconds: number): Promise<void>;
  /**
   * Calls the probe function, which lives by itself because it may have to be inside a VPC. All requests are made at the
   * same time; the results come in their order.
   */
  probe(name: string, requests: readonly ProbeRequest[]): Promise<readonly ProbeResult[]>;
}

export interface Wait {
  readonly token: string;
  /** Resolves for either end: whoever waited looks for itself what is true now. */
  ended(): Promise<'woken' | 'timer'>;
}

/** What to ask of an address. Times in seconds. */
export interface ProbeRequest
  extends Pick<
    ProbeSettings,
    | 'method'
    | 'headers'
    | 'status'
    | 'contains'
    | 'json'
    | 'consecutive'
    | 'intervalSeconds'
    | 'timeoutSeconds'
    | 'limitSeconds'
  > {
  /** `http://HOST[:PORT]/PATH`, without user, password or fragment. */
  readonly url: string;
  /** The Host header, where it is not the URL's host. */
  readonly host?: string;
  /** `HOST[:PORT]` to connect to, instead of where DNS says that the URL's host is. */
  readonly at?: string;
  /** The name that the certificate must be for, where it is not the URL's host. */
  readonly serverName?: string;
  /** The version that must answer, and where its answer tells it. Another one answering is "not yet". */
  readonly version?: { readonly in: VersionPlace; readonly expected: ExpectedVersion };
  /** Where all answers count instead of so many in a row: how many are asked for. */
  readonly times?: number;
}

/** What a release may call itself. */
export interface ExpectedVersion {
  /** The full commit id. */
  readonly commit?: string;
  readonly tag?: string;
}

export interface ProbeResult {
  readonly healthy: boolean;
  readonly attempts: number;
  /** How the last answer was: `200`, `500: <start of the body>`, `timeout after 5 s`, `ECONNREFUSED`. */
  readonly last: string;
  readonly seconds: number;
  /** Of the answers that came, good or not. */
  readonly latency?: Latency;
  /** What was not as asked, a kind once, the most frequent first. None where all was. */
  readonly failures?: readonly FailedProbe[];
  /** How many of the attempts that was. */
  readonly failed?: number;
}

/** What is on a target before a deployment touches it. */
export type Inspection =
  | {
      readonly kind: 'ready';
      /** What runs now, where it runs one revision and is not in the middle of a rollout. */
      readonly settled?: { readonly revision: string; readonly release: Release };
      /** Marks everything that the provider did before: only a rollout after it is this deployment's. */
      readonly since?: string;
      /** Where the load balancers answer for it, one for each way in; none when the target has no load balancer. */
      readonly addresses?: readonly Address[];
      /** It has a load balancer, but none of these could be found, and why. Asked for only where something is to be probed there. */
      readonly unreachable?: string;
    }
  /** It cannot be deployed to, and why, in words that say what to do. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Where a target answers, and how it is to be asked so that it is the target that answers. */
export interface Address {
  /** `http://HOST[:PORT]`: the load balancer's own name. */
  readonly url: string;
  /** The Host header by which the load balancer chooses the target, where it does so. */
  readonly host?: string;
  /**
   * `HOST[:PORT]`: where it is, for a name in `url` that moves from one place to another. DNS may tell of the place before
   * for a while.
   */
  readonly at?: string;
  /** A path that leads to the target, where not all do. */
  readonly path?: string;
  /** Headers by which the load balancer chooses the target. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A name that its certificate is for. */
  readonly serverName?: string;
  /** It is reached only from inside its VPC. */
  readonly internal?: true;
}

/** What runs of a revision, at one moment. */
export interface Sight {
  /** How many tasks there shall be. */
  readonly wanted: number;
  readonly tasks: readonly SeenTask[];
  /** Tasks of the revision that did not stay up since, and why; not those that were stopped to scale. */
  readonly ended: readonly { readonly id: string; readonly why: string }[];
}

export interface SeenTask {
  readonly id: string;
  readonly running: boolean;
  /** Of its containers' own health checks together; `none` where no container has one. */
  readonly health: 'healthy' | 'unhealthy' | 'unknown' | 'none';
}

/** Nothing could be begun yet. */
export interface InLine {
  /** What for, in words: `the environment web-prod is Updating`. */
  readonly inLineFor: string;
}

/**
 * A thing that releases are rolled onto. Every method may be called twice with the same arguments and then does no more.
 * Each throws `Rejected` for what the user must change and `Retryable` for what may pass.
 */
export interface Target {
  inspect(): Promise<Inspection>;
  /**
   * What a deployment of the release would change, field by field, and what it would do. Changes nothing itself. Values
   * that look secret are masked.
   */
  plan(release: Release): Promise<TargetPlan>;
  /** What would keep the release from running here, the image and all that it needs: found without touching anything. */
  check(release: Release): Promise<readonly Finding[]>;
  /** Makes what the rollout needs and gives its name: a task definition ARN, a version label. */
  prepare(release: Release, deployment: string): Promise<string>;
  /**
   * What the provider still does with such a revision before it can be rolled, in words; undefined where nothing. Only of
   * providers that take their time over it.
   * @throws Rejected where it came to nothing
   */
  unfinished?(revision: string): Promise<string | undefined>;
  /**
   * What a good release is restored as: its revision, or a copy of it where that one can no longer be rolled, or would
   * bring another digest by now.
   */
  revive(good: GoodRelease, deployment: string): Promise<string>;
  /**
   * Begins to roll the revision and gives the rollout's id. Where such a rollout has begun after `since`, it is that one;
   * where the revision runs already, it is the rollout that brought it. A provider that is busy with something else begins
   * nothing: then it waits in line.
   * @param done the part of the rollout that has come to its end, where it goes in several (see RolloutState `part-done`)
   */
  start(revision: string, since: string | undefined, done?: string): Promise<string | InLine>;
  /** The truth about a rollout, from the provider: `succeeded` only where it ended with `revision` running. */
  look(rollout: string, revision: string): Promise<RolloutState>;
  /**
   * Asks the provider to take an unfinished rollout of a revision back. False when it cannot or is over.
   * @param rollout undefined where it is not known whether, and as what, it has begun
   */
  stop(rollout: string | undefined, revision: string): Promise<boolean>;
  /**
   * What runs of a revision now: how a target without a load balancer is judged.
   * @param since milliseconds since 1970: what ended before is not told
   */
  watch(revision: string, since: number): Promise<Sight>;
  /**
   * Starts a task of the revision's containers as the service would, with another command. The same token is the same task.
   * @throws Rejected where the task cannot be run at all, Retryable where there is no room for it now
   */
  runTask(revision: string, task: OneOffTask, once: TaskMark): Promise<StartedTask>;
  /** What became of a task; once its container has ended, with the last lines that it wrote. */
  lookAtTask(task: StartedTask): Promise<TaskState>;
  /** Ends a task. One that is over is no error. */
  stopTask(task: StartedTask, reason: string): Promise<void>;
  /**
   * Why it went wrong, most telling first, each a sentence. Never throws: what cannot be had is left out, or is told with
   * the reason, where somebody can mend that.
   */
  diagnose(rollout: string): Promise<readonly Cause[]>;
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
  /** All that its end leads to is done: nobody has to come back for it. */
  forgetUnfinished(deployment: string): Promise<void>;
  target(key: string): Promise<TargetState>;
  /** Whether the push of this deployment was followed by another one within seconds, which is being built or about to be deployed. */
  newerPushIsComing(deployment: Deployment): Promise<boolean>;
  /**
   * Takes a place in a line in which `burst` go at once and then one each `everyMs`. From when on, in milliseconds since
   * 1970. Taken twice after a crash, one place stays empty.
   */
  takeSlot(scope: string, now: number, everyMs: number, burst: number): Promise<number>;
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
  /** Whether the probe function is inside a VPC, so that it reaches internal load balancers there. Without it: no. */
  probesInVpc?(): Promise<boolean>;
}
