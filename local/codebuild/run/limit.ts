import type { Clock } from '../../clock.ts';

/**
 * Stops what takes longer than so many minutes, by its time stamps: a build is real work, so the pace is not its own
 * and holding the clock does not stop it; but a clock that is moved past the limit does.
 * @returns how to let it be
 */
export function limit(clock: Clock, minutes: number, stop: () => void): () => void {
  const end = clock.now() + minutes * 60_000;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    clearTimeout(timer);
    const left = end - clock.now();
    if (left > 0) timer = setTimeout(look, left).unref();
    else {
      forget();
      stop();
    }
  };
  const forget = clock.onMove(look);
  look();
  return () => {
    clearTimeout(timer);
    forget();
  };
}
