import type { EcsUse } from './ecs-use.ts';

/** One thing in AWS that a sweep may remove, or that keeps such a thing. */
export interface Resource {
  readonly kind: string;
  /** Unique among all kinds: an ARN, `REPOSITORY@DIGEST`. */
  readonly id: string;
  /** What it is a version of (a family, a repository): the newest ones are kept in each. */
  readonly group: string;
  /** Milliseconds since 1970. One of unknown age is kept. */
  readonly createdAt?: number;
  /** What references may call it, beside its id. */
  readonly names: readonly string[];
  /** The names of what stays as long as this stays: the images of a revision, the parts of an index. */
  readonly holds: readonly string[];
  /** True for what goes with the resource that holds it and is no version by itself. */
  readonly isPart?: boolean;
  /** Set for what is never removed: why, in words. */
  readonly untouchable?: string;
  readonly bytes?: number;
}

/** Something that uses a resource, so that it stays. */
export interface Reference {
  readonly name: string;
  /** In words, for people: `the service web/web runs it`. */
  readonly because: string;
}

export interface RemovalFailure {
  readonly kind: string;
  readonly id: string;
  readonly message: string;
}

/**
 * A kind of resource that is swept. Another kind is another file that makes one of these, and a line in kinds.ts.
 */
export interface ResourceKind {
  readonly kind: string;
  /**
   * All of this kind, and with it what only holds others. Rejects when anything could not be read: a sweep never
   * decides on a part of the truth.
   */
  inventory(use: EcsUse, references: readonly Reference[]): Promise<readonly Resource[]>;
  /** Removes what it can and returns what it could not; does not throw for a single one. */
  remove(resources: readonly Resource[]): Promise<readonly RemovalFailure[]>;
}
