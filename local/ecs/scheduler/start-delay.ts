/** Seconds before the start after the first failure; each further one doubles it. AWS names no number for it. */
const FIRST_DELAY = 2;

/** Seconds: "the service scheduler throttles ... up to 27 minutes" (developer guide, "Service throttle logic"). */
const LONGEST_DELAY = 27 * 60;

/** Seconds to wait after so many tasks in a row that never became healthy. */
export function startDelay(failuresInARow: number): number {
  if (failuresInARow === 0) return 0;
  return Math.min(FIRST_DELAY * 2 ** (failuresInARow - 1), LONGEST_DELAY);
}
