import type { Target } from './target.ts';

/** Which of the targets that may get a request gets it ("Routing algorithms" of target groups). */
export class Rotation {
  #turn = 0;

  /** @param algorithm `round_robin`, `least_outstanding_requests` or `weighted_random` */
  next(targets: readonly Target[], algorithm: string | undefined): Target | undefined {
    if (algorithm === 'least_outstanding_requests') return leastBusy(targets);
    if (algorithm === 'weighted_random' || targets.some(({ share }) => share < 1)) return byShare(targets);
    return targets[this.#turn++ % Math.max(targets.length, 1)];
  }
}

function leastBusy(targets: readonly Target[]): Target | undefined {
  return targets.reduce<Target | undefined>(
    (best, one) => (best && best.inFlight <= one.inFlight ? best : one),
    undefined,
  );
}

function byShare(targets: readonly Target[]): Target | undefined {
  const shares = targets.map(({ share }) => share);
  let left = Math.random() * shares.reduce((sum, share) => sum + share, 0);
  for (const [index, share] of shares.entries()) {
    if (left < share) return targets[index];
    left -= share;
  }
  return targets.at(-1);
}
