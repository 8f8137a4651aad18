import { StandardRetryStrategy } from '@smithy/core/retry';

const TRIES = 6;

/** Milliseconds. The SDK doubles a second for each throttling in a row: the sixth try would come after half a minute. */
const LONGEST_PAUSE_MS = 600;

/**
 * What clients are made with that somebody waits for: GitHub and Slack have seconds, and GitHub never asks again. Six
 * tries with jitter take 3 s at most, also where AWS throttles; an adaptive client would hold all its later calls back
 * for one throttled.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function promptSettings(): { readonly retryStrategy: StandardRetryStrategy } {
  return { retryStrategy: new StandardRetryStrategy({ maxAttempts: TRIES, backoff: new ShortPauses() }) };
}

/** Pauses that double, with full jitter, as the SDK's own, but never get long. */
class ShortPauses {
  #base = 0;

  /** @param milliseconds of the first pause, at most: the SDK's for the kind of error */
  setDelayBase(milliseconds: number): void {
    this.#base = milliseconds;
  }

  /** @param tries before this one, from 0. Milliseconds. */
  computeNextBackoffDelay(tries: number): number {
    return Math.floor(Math.random() * Math.min(this.#base * 2 ** tries, LONGEST_PAUSE_MS));
  }
}
