/** What holds where slipway.yml says nothing. Durations are in seconds. */
export const DEFAULT_BRANCH = 'main';

export const DEFAULT_HEALTH = {
  status: 200,
  /** Three in a row: one answer may come from a task that is about to go. */
  consecutive: 3,
  intervalSeconds: 1,
  timeoutSeconds: 5,
  limitSeconds: 60,
  bakeSeconds: 0,
} as const;

/** An image that cannot be pulled was seen to take 12 minutes until ECS's circuit breaker ended it. */
export const DEFAULT_ROLLOUT_LIMIT_SECONDS = 30 * 60;

/** What is half-way is let come to its end: to stop it means to go back first. */
export const DEFAULT_ON_NEWER = 'queue';

/** Of one task before or after a rollout. */
export const DEFAULT_TASK_TIMEOUT_SECONDS = 10 * 60;
