import type { ServiceScheduler } from './service-scheduler.ts';

/**
 * Resolves as soon as, after one of the scheduler's looks, something is true.
 * Rejects with the signal's reason when that fires first.
 */
export function until(
  scheduler: Pick<ServiceScheduler, 'watch' | 'wake'>,
  isTrue: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      unwatch();
      signal.removeEventListener('abort', give);
    };
    const give = () => {
      end();
      reject(signal.reason);
    };
    const look = () => {
      if (!isTrue()) return;
      end();
      resolve();
    };
    const unwatch = scheduler.watch(look);
    signal.addEventListener('abort', give);
    if (signal.aborted) give();
    else scheduler.wake();
  });
}
