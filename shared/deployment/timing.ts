/** How long a claim lasts unless it is renewed. Every look at a rollout renews it, at the latest at TIMER_SECONDS. */
export const LEASE_MS = 15 * 60_000;

/** How long a lost event can cost: the wait for a rollout ends after this by itself, and looks. */
export const TIMER_SECONDS = 15;

/** How long a deployment waits for its turn before it asks again by itself. */
export const TURN_TIMER_SECONDS = 60;

/** How long it leaves a free target to a newer push that is being built: such builds end close together. */
export const YIELD_LIMIT_MS = 2 * 60_000;

/** How long it waits for its turn in all: a day. */
export const TURN_LIMIT_MS = 24 * 3_600_000;

/** Between two looks while a verified release is baked. */
export const BAKE_STEP_SECONDS = 15;
