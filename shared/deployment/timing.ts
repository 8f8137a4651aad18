/** How long a claim lasts unless it is renewed. Every look at a rollout renews it, at the latest at LONGEST_TIMER_SECONDS. */
export const LEASE_MS = 15 * 60_000;

/**
 * How long a lost event can cost: the wait for a rollout ends after this by itself, and looks. That holds for as long as
 * no event has come for it, as where events do not reach Slipway at all.
 */
const TIMER_SECONDS = 15;

/** And at most, where events do come: below LEASE_MS, for each look renews the claim. */
const LONGEST_TIMER_SECONDS = 5 * 60;

/** And at most where the end of a rollout may come without an event. */
const LONGEST_UNANNOUNCED_TIMER_SECONDS = 60;

/**
 * Between two looks at what is over and has to be, or become, well: Elastic Beanstalk learns of its instances every 10 s.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced.html
 */
export const WELL_TIMER_SECONDS = 10;

/** How long a rollout waits in line for a provider that is busy with something else, before it gives up. */
export const LINE_LIMIT_SECONDS = 2 * 3600;

/** How long a provider may take to make a revision ready: Elastic Beanstalk does so within seconds. */
export const REVISION_LIMIT_SECONDS = 15 * 60;

/** Between two looks at a revision that is being made ready. */
export function revisionTimerSeconds(round: number): number {
  return Math.min(2 ** round, 30);
}

/** A wait in that line: short at first, as what it waits for began before it. */
export function lineTimerSeconds(round: number): number {
  return Math.min(TIMER_SECONDS * round, LONGEST_UNANNOUNCED_TIMER_SECONDS);
}

/**
 * How long the next wait for a rollout lasts. Each look that an event did not ask for doubles it once events are seen to
 * come, so that a long rollout takes hardly more looks than a short one.
 * @param unasked looks by the timer since an event came first; undefined as long as none has
 * @param left seconds until the rollout is to be stopped
 * @param unannounced its end may come without an event
 */
export function rolloutTimerSeconds(
  unasked: number | undefined,
  left: number,
  unannounced?: boolean,
): number {
  if (unasked === undefined) return TIMER_SECONDS;
  const longest = unannounced ? LONGEST_UNANNOUNCED_TIMER_SECONDS : LONGEST_TIMER_SECONDS;
  const grown = Math.min(2 * TIMER_SECONDS * 2 ** unasked, longest);
  return Math.max(TIMER_SECONDS, Math.min(grown, Math.ceil(left)));
}

/**
 * Of deployments that begin at once this many go ahead, and then one each second. ECS lets 20 revisions be registered at
 * once and then one a second, and 50 services be updated and then five a second: so each finds room, with its retries and
 * with what others do in the account.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
export const START_BURST = 10;
export const START_EVERY_MS = 1000;

/** How long a deployment waits for its turn at least before it asks again by itself. */
export const TURN_TIMER_SECONDS = 60;

/**
 * And at most: a turn that is longer in coming is asked for when the holder's lease would end. So the waiting of
 * TURN_LIMIT_MS stays below the 3,000 operations of a durable execution: two each time.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LONGEST_TURN_TIMER_SECONDS = 15 * 60;

/** How long it waits for a person, who wakes it: for a freeze to be lifted, for a broken target to be mended. */
export const GATED_TIMER_SECONDS = 3600;

/** How long it leaves a free target to a newer push that is being built: such builds end close together. */
export const YIELD_LIMIT_MS = 2 * 60_000;

/** How long it waits for its turn in all, a freeze over some days included: 14 days at once an hour are 672 operations. */
export const TURN_LIMIT_MS = 7 * 24 * 3_600_000;

/** How long a target that came free is left to the rollback that waits for it, counted from when that last asked. */
export const WAITING_ROLLBACK_MS = 3 * 60_000;

/** How long a provider may take to end a rollout that it was asked to stop, before something else is rolled over it. */
export const STOP_LIMIT_SECONDS = 10 * 60;

/** Between two looks while a release is baked, at first. */
export const BAKE_STEP_SECONDS = 15;

/**
 * How long a lost wake by the deployment before it in its stage can cost: a minute at first, an hour once it takes days
 * anyway. That one may wait for TURN_LIMIT_MS itself, and so this one does for it: 200 rounds of two operations.
 */
export function predecessorTimerSeconds(round: number): number {
  return Math.min(60 * round, 3600);
}

/** And of a bake at most: shorter than LEASE_MS, for each look renews the claim. */
export const LONGEST_BAKE_STEP_SECONDS = 600;

/** Between two looks at a target without a load balancer that is not yet healthy: at first, and at most. */
export const SETTLE_STEP_SECONDS = 5;
export const LONGEST_SETTLE_STEP_SECONDS = 30;

/** Waits for a one-off task begin with this and double, for where its events are lost: a long task needs few looks. */
const TASK_TIMER_SECONDS = 15;
/** The longest of them: well under the lease. */
const LONGEST_TASK_TIMER_SECONDS = 5 * 60;

/**
 * How long a task that was told to stop is waited for. ECS kills its containers after their stopTimeout, 120 s at most.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export const TASK_STOP_SECONDS = 150;

/** @param left seconds until the task's time is over */
export function taskTimerSeconds(round: number, left: number): number {
  const grown = TASK_TIMER_SECONDS * 2 ** (round - 1);
  return Math.max(1, Math.ceil(Math.min(grown, LONGEST_TASK_TIMER_SECONDS, left)));
}

/** How long after its request a deployment may not have been started yet: Lambda starts it within seconds. */
export const STARTS_WITHIN_MS = 2 * 60_000;

/** After the end of an execution no invocation of it is at work any more: longer than run-deployment's time-out. */
export const ENDED_FOR_GOOD_MS = 90_000;

/** How long the event of an end is left alone: it takes a second or two. Where it comes all the same, it is told once. */
export const TOLD_WITHIN_MS = 10_000;

/**
 * How long the event of an image is left alone before the image is requested without it: it takes seconds, also where
 * request-deployment is throttled.
 */
export const MISSED_AFTER_MS = 60_000;

/** How long it is tried to make up for a lost event: to tell people of an end, to deploy an image. */
export const NEWS_FOR_MS = 24 * 3_600_000;

/** How long one run of reconcile tells what was not told, at most: where nothing answers, each try takes 10 s. */
export const TELLING_LIMIT_MS = 2 * 60_000;
