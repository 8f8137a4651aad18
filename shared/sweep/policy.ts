/** What is left although nothing uses it. */
export interface KindPolicy {
  /** In each family or repository, beyond what is used. */
  readonly keepNewest: number;
  readonly minimumAgeSeconds: number;
}

/** The kinds that may be removed, in the order in which they are; a kind that is not in it is left alone. */
export type SweepPolicy = Readonly<Record<string, KindPolicy>>;

/** Enough to go back a few releases by hand. */
export const DEFAULT_KEEP_NEWEST = 5;

/** What is younger may belong to a push whose deployment has not begun. */
export const DEFAULT_MINIMUM_AGE_SECONDS = 24 * 3600;

export const DEFAULT_KIND_POLICY: KindPolicy = {
  keepNewest: DEFAULT_KEEP_NEWEST,
  minimumAgeSeconds: DEFAULT_MINIMUM_AGE_SECONDS,
};
