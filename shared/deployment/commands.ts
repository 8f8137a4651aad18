import type { BundleFile } from './beanstalk-target.ts';
import type { Deployment, Ending, GoodRelease, Release, TrailEntry, Verdict } from './model.ts';
import type { Frozen, Held } from './target-state.ts';

/**
 * What a person can ask for, from wherever: Slack, a signed webhook and the CLI all come to this.
 * An image is named by a tag, a commit (at least 7 hex digits) or a digest (`sha256:…`).
 */
export type Command =
  | { readonly command: 'status'; readonly pipeline?: string; readonly service?: string }
  | {
      readonly command: 'history';
      readonly pipeline: string;
      readonly stage?: string;
      readonly limit?: number;
    }
  | { readonly command: 'show'; readonly deployment: string }
  /** `force`: in spite of a freeze. */
  | ({ readonly command: 'deploy'; readonly image: string; readonly force?: boolean } & Place)
  | ({ readonly command: 'rollback'; readonly to?: string } & Place)
  /** Pushes wait until it is lifted. Without a stage: on all stages of the pipeline, as with the two below. */
  | ({ readonly command: 'freeze'; readonly reason?: string } & Place)
  | ({ readonly command: 'unfreeze' } & Place)
  /** Pushes are deployed again on what is held because going back had failed. */
  | ({ readonly command: 'resume' } & Place)
  | {
      readonly command: 'apply';
      readonly config: string;
      /** The text of each task definition that it names, by the path as it stands there. */
      readonly templates?: Readonly<Record<string, string>>;
      /** The files of each source bundle that it names, by the folder as it stands there. */
      readonly bundles?: Readonly<Record<string, readonly BundleFile[]>>;
      readonly dryRun?: boolean;
    };

/** Where something is to be done: on all targets of a stage, or with `service` on one of them. */
export interface Place {
  readonly pipeline: string;
  /** May be left out where the pipeline has only one. */
  readonly stage?: string;
  readonly service?: string;
}

export interface TargetStatus {
  readonly pipeline: string;
  readonly stage: string;
  readonly service: string;
  readonly target: string;
  readonly live?: GoodRelease;
  /** The deployment that holds the target now. */
  readonly running?: { readonly deployment: string; readonly release: Release; readonly since: number };
  readonly waiting?: { readonly deployment: string; readonly release: Release };
  readonly last?: {
    readonly deployment: string;
    readonly verdict: Verdict;
    readonly reason: string;
    readonly endedAt: number;
  };
  /** Set when the last rollback failed too: why, in words. */
  readonly broken?: string;
  /** Set where no push is deployed because of that, until a person has acted. */
  readonly held?: Held;
  readonly frozen?: Frozen;
}

/** What became of a freeze or a hold on one target. */
export interface GateChange {
  readonly stage: string;
  readonly service: string;
  readonly target: string;
  /** False where it was so already. */
  readonly changed: boolean;
}

export interface DeploymentRecord {
  readonly deployment: Deployment;
  readonly ending?: Ending;
  readonly trail: readonly TrailEntry[];
}

/** What a command answers. `text` is for people, the rest for scripts. */
export type Answer =
  | { readonly kind: 'status'; readonly targets: readonly TargetStatus[] }
  | { readonly kind: 'history'; readonly deployments: readonly DeploymentRecord[] }
  | { readonly kind: 'show'; readonly record: DeploymentRecord }
  | {
      readonly kind: 'requested';
      /** One for each target, in the order of the stage. */
      readonly deployments: readonly Deployment[];
      /** Targets of which nothing could be asked, each with its reason. */
      readonly leftOut?: readonly string[];
    }
  | {
      readonly kind: 'gate';
      readonly command: 'freeze' | 'unfreeze' | 'resume';
      readonly pipeline: string;
      readonly targets: readonly GateChange[];
    }
  | {
      readonly kind: 'applied';
      readonly version: number;
      readonly changes: readonly string[];
      readonly stored: boolean;
    }
  /** What was asked for cannot be done, and what the person must change. */
  | { readonly kind: 'rejected'; readonly reason: string };
