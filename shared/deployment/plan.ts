import type { Json } from './json.ts';
import type { Release } from './model.ts';

/** One field that a deployment would change. */
export interface PlannedChange {
  /**
   * The way to it, in the provider's own words. What has a name is found by its name, not by its place in a list:
   * `containerDefinitions.web.environment.LOG_LEVEL`, `volumes.data.host.sourcePath`, `tags.team`.
   */
  readonly path: string;
  /** As it is; missing where there is nothing yet. */
  readonly before?: Json;
  /** As it would be; missing where it would be removed. */
  readonly after?: Json;
  /** The values are not shown: what stands here are dots. */
  readonly secret?: true;
}

/** Something that a deployment would do, in the order in which it would. */
export interface PlannedRun {
  /** `register`, `update`, `probe`, …: for scripts. */
  readonly kind: string;
  /** For people: one line. */
  readonly what: string;
}

/** What the provider runs and what it would run instead. Images are by digest where that is known. */
export interface PlannedImage {
  readonly containers: readonly string[];
  readonly before?: string;
  readonly after: string;
}

/** What bringing a release to one target would change. Nothing has been done for it. */
export interface TargetPlan {
  /** What runs now: a task definition's ARN, an application version's label. */
  readonly live: string;
  /** `new`, or the one that is there already and would be used. */
  readonly revision: string;
  /** Where the fields that are not of the release come from: the live revision, or a template's file. */
  readonly base: string;
  readonly image: PlannedImage;
  /** The image is among them. */
  readonly changes: readonly PlannedChange[];
  readonly runs: readonly PlannedRun[];
}

/** A plan of one target of a stage. */
export type PlannedTarget = {
  /** The target's key in the ledger. */
  readonly target: string;
  /** What it is called within its stage: see `nameOfTarget`. */
  readonly name: string;
} & (
  | ({
      readonly kind: 'planned';
      /** What runs now, as far as it is known: its commit where it is a good release. */
      readonly now?: Release;
      /** Why a deployment would not begin at once: a freeze, a hold, another one under way. */
      readonly obstacles: readonly string[];
    } & TargetPlan)
  /** Nothing could be deployed to it, and why. */
  | { readonly kind: 'refused'; readonly reason: string }
);

/** What a deployment of a release to a stage would change. */
export interface ReleasePlan {
  readonly pipeline: string;
  readonly stage: string;
  /** The version of slipway.yml that it was made with. */
  readonly configVersion: number;
  readonly release: Release;
  readonly targets: readonly PlannedTarget[];
}

/** Whether a deployment would change anything on this target. */
export function changesAnything(target: PlannedTarget): boolean {
  return target.kind === 'planned' && (target.changes.length > 0 || target.revision !== target.live);
}

/** For the trail of a deployment: what is about to change, without values. */
export function summaryOf({ revision, live, base, changes }: TargetPlan): string {
  if (revision === live) return `nothing changes: ${live} runs this already`;
  const paths = changes.map(({ path }) => path);
  const more = paths.length - MOST_PATHS_TOLD;
  const told = paths.slice(0, MOST_PATHS_TOLD).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const made = revision === 'new' ? 'a new revision' : revision;
  return `${made} on the base of ${base}; changes ${told || 'no field of it'}`;
}

/** A trail entry is a line. */
const MOST_PATHS_TOLD = 8;
