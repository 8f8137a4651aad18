import type { Clock, Timer } from '../../clock.ts';

/**
 * Seconds of real time that a program has at least before it counts as silent, however fast the clock: its pace
 * shortens AWS's waiting, but not the time that a program takes to answer.
 */
const SHORTEST_SILENCE = 10;

/** Calls back when nothing went over a connection for a time: in AWS's time, and in real time as a program needs. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #seconds: () => number;
  readonly #onIdle: () => void;
  #lastElapsed = 0;
  #lastReal = 0;
  #timer: Timer | undefined;
  #real: NodeJS.Timeout | undefined;

  /** @param seconds the idle timeout, looked up whenever it may be over: it can be changed meanwhile */
  constructor(clock: Clock, seconds: () => number, onIdle: () => void) {
    this.#clock = clock;
    this.#seconds = seconds;
    this.#onIdle = onIdle;
    this.touch();
    this.#arm(seconds() * 1000);
  }

  /** Something went over it. To be called for each piece, so it only notes the time. */
  touch(): void {
    this.#lastElapsed = this.#clock.elapsed();
    this.#lastReal = performance.now();
  }

  stop(): void {
    this.#timer?.cancel();
    clearTimeout(this.#real);
  }

  #arm(milliseconds: number): void {
    this.#timer = this.#clock.after(milliseconds / 1000, () => this.#look());
  }

  #look(): void {
    const allowed = this.#seconds() * 1000;
    const left = allowed - (this.#clock.elapsed() - this.#lastElapsed);
    if (left > 0) {
      this.#arm(left);
      return;
    }
    const realLeft =
      Math.min(allowed, SHORTEST_SILENCE * 1000) - Math.floor(performance.now() - this.#lastReal);
    if (realLeft > 0) {
      // Real time, not the clock's: it is a program's own work that is waited for.
      this.#real = setTimeout(() => this.#look(), realLeft).unref();
      return;
    }
    this.touch();
    this.#arm(allowed);
    this.#onIdle();
  }
}
