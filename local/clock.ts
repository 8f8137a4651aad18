import { setTimeout as sleep } from 'node:timers/promises';

export interface Timer {
  cancel(): void;
}

/**
 * The one source of time in the local cloud.
 *
 * `pace` says how many times faster than AWS its own waiting goes: with a pace of 20, a health check interval of
 * 5 s takes 250 ms and a durable wait of a minute takes 3 s. Time stamps are always the real time.
 */
export class Clock {
  readonly pace: number;

  constructor(pace = 1) {
    if (!(pace > 0)) throw new RangeError(`pace must be above 0, not ${pace}`);
    this.pace = pace;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now();
  }

  date(): Date {
    return new Date(this.now());
  }

  /** Runs `action` after `seconds` of AWS's time. A timer never keeps the process alive. */
  after(seconds: number, action: () => void): Timer {
    const timer = setTimeout(action, this.milliseconds(seconds));
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  }

  /** Waits `seconds` of AWS's time; rejects with an AbortError when the signal fires. */
  async wait(seconds: number, signal?: AbortSignal): Promise<void> {
    await sleep(this.milliseconds(seconds), undefined, { ref: false, ...(signal ? { signal } : {}) });
  }

  /** How long `seconds` of AWS's time take here. */
  milliseconds(seconds: number): number {
    // setTimeout holds 31 bits; anything longer is as good as never for one run.
    return Math.min((seconds * 1000) / this.pace, 2 ** 31 - 1);
  }
}
