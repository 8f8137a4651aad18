/**
 * The number of the next push of a pipeline: later than every earlier one, and near the time of day, so that it can
 * be compared with the times of commands and of images that no push announced.
 *
 * @param previous the last number given out, if any (milliseconds since 1970)
 * @param now milliseconds since 1970
 */
export function nextOrder(previous: number | undefined, now: number): number {
  return previous === undefined ? now : Math.max(now, previous + 1);
}
