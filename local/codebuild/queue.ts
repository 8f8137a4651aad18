import { AwsError } from '../gateway/service.ts';

/**
 * Builds that run at once in the account. AWS's quota is 60 for the small Linux machine; these share one real machine.
 */
export const CONCURRENT_BUILDS = 4;
/** The queue holds five times as many as may run (user guide, "Quotas for CodeBuild"). */
const QUEUE_FACTOR = 5;

/** Builds wait here for their turn, in the order of their start. */
export class BuildQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws AwsError AccountLimitExceededException when no build may be added */
  check(): void {
    const limit = this.#limit * QUEUE_FACTOR;
    if (this.#running >= this.#limit && this.#waiting.length >= limit)
      throw new AwsError(
        'AccountLimitExceededException',
        `Cannot have more than ${limit} builds in queue for the account`,
      );
  }

  /** Resolves with how to leave, when it is the build's turn or when the signal fires. */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (this.#running >= this.#limit)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => {
          const at = this.#waiting.indexOf(resolve);
          if (at >= 0) this.#waiting.splice(at, 1);
          resolve();
        });
      });
    this.#running++;
    return () => {
      this.#running--;
      this.#waiting.shift()?.();
    };
  }
}
