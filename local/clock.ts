import { type Due, Timers } from './clock/timers.ts';
import { Work } from './clock/work.ts';

export interface Timer {
  cancel(): void;
}

export interface MoveOptions {
  /** Goes in steps of so many seconds, and lets the work that each has set off end before the next. */
  readonly every?: number;
}

/** The longest that Node's own timers hold, in milliseconds: 31 bits. */
const LONGEST_ALARM_MS = 2 ** 31 - 1;
/** How long a move waits for real work at most, after each step. Real milliseconds. */
const SETTLE_LIMIT_MS = 10_000;
/** Time stamps have four digits for the year in most of AWS's formats. */
const LAST_MOMENT = Date.UTC(9999, 11, 31);

/**
 * The one source of time in the local cloud. It has two hands:
 *
 * - `elapsed()` is AWS's time as it runs: all waiting is in it. `pace` says how many times faster than real time it
 *   goes (with 20, a health check interval of 5 s takes 250 ms); `hold` stops it, `move` sets it forward, and what
 *   has become due by that happens then, in order and each once, as on a machine that slept.
 * - `now()` is for time stamps: the real time, and what was moved on top. It never stands still, also not while the
 *   clock is held: programs run in real time, and tell by their time stamps what was first.
 *
 * So a length ("hidden for 30 s") is counted in `elapsed()`; what is compared with a time stamp of somebody else's
 * ("expires at") goes by `now()`. What programs do by themselves, starting, answering, ending, takes real time.
 */
export class Clock {
  readonly pace: number;
  readonly #timers = new Timers();
  readonly #work = new Work();
  readonly #listeners = new Set<() => void>();
  /** AWS's milliseconds at the real moment `#since`; for good where there is none: it is held. */
  #counted = 0;
  #since: number | undefined = performance.now();
  /** Milliseconds. */
  #moved = 0;
  #disarm: () => void = () => undefined;

  constructor(pace = 1) {
    if (!(pace > 0)) throw new RangeError(`pace must be above 0, not ${pace}`);
    this.pace = pace;
  }

  /** Milliseconds since 1970: a time stamp. */
  now(): number {
    return Date.now() + this.#moved;
  }

  date(): Date {
    return new Date(this.now());
  }

  /** Whole milliseconds of AWS's time since this clock was made: how long something took, and what is over. */
  elapsed(): number {
    if (this.#since === undefined) return this.#counted;
    return this.#counted + Math.floor((performance.now() - this.#since) * this.pace);
  }

  /** Runs `action` after `seconds` of AWS's time. A timer never keeps the process alive. */
  after(seconds: number, action: () => void): Timer {
    const due = this.#timers.add(this.elapsed() + Math.max(wholeMilliseconds(seconds), 0), action);
    this.#arm(due);
    return { cancel: () => this.#timers.remove(due) };
  }

  /** Waits `seconds` of AWS's time; rejects with the signal's reason, an AbortError by default, when that fires. */
  async wait(seconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        timer.cancel();
        reject(signal?.reason);
      };
      const timer = this.after(seconds, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** How long `seconds` of AWS's time take here while it runs, in real milliseconds. */
  milliseconds(seconds: number): number {
    return (seconds * 1000) / this.pace;
  }

  get isHeld(): boolean {
    return this.#since === undefined;
  }

  /** How far it was moved in all, in milliseconds: so far time stamps are ahead of the real time. */
  get moved(): number {
    return this.#moved;
  }

  /** Stops AWS's time: whatever waits keeps waiting for as long as it still had to. */
  hold(): void {
    this.#counted = this.elapsed();
    this.#since = undefined;
  }

  /** Lets AWS's time go on from where it is. */
  release(): void {
    this.#since ??= performance.now();
    this.#arm();
  }

  /**
   * Sets the time forward, held or not. What has become due has been started when this returns; the promise resolves
   * when what that set off has ended (functions, health checks, deliveries), or has not within 10 real seconds: see
   * `running`. In one go each timer comes at most once; where something has to come several times in a row (health
   * checks), go in steps with `every`.
   * @param seconds of AWS's time
   * @throws RangeError for a step back, or past the year 9999
   */
  async move(seconds: number, { every = seconds }: MoveOptions = {}): Promise<void> {
    if (!(seconds >= 0) || this.now() + seconds * 1000 > LAST_MOMENT)
      throw new RangeError(`the clock moves forward only, at most to the year 9999: not by ${seconds} s`);
    if (!(every > 0) && seconds > 0) throw new RangeError(`a step is longer than 0 s: not ${every} s`);
    for (let left = seconds; left > 0; left -= every) {
      this.#jump(Math.min(left, every));
      await this.settled();
    }
  }

  /** Marks real work that a move has to wait for. @param what in words @returns what to call once it is over */
  begin(what: string): () => void {
    return this.#work.begin(what);
  }

  /** The real work that is under way. */
  get running(): readonly string[] {
    return this.#work.running;
  }

  /** Resolves when no real work is under way, at the latest after 10 real seconds. */
  settled(): Promise<void> {
    return this.#work.settled(SETTLE_LIMIT_MS);
  }

  /** Calls back whenever it was moved, before anything is due by that. Returns how to stop that. */
  onMove(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #jump(seconds: number): void {
    const milliseconds = wholeMilliseconds(seconds);
    this.#counted += milliseconds;
    this.#moved += milliseconds;
    for (const listener of this.#listeners) listener();
    this.#fire();
  }

  #fire(): void {
    try {
      this.#timers.run(this.elapsed());
    } finally {
      this.#arm();
    }
  }

  /** Sets the one real timer to what is due next. @param added only where that is the next, nothing else is new */
  #arm(added?: Due): void {
    const { first } = this.#timers;
    if (added && added !== first) return;
    this.#disarm();
    const left = first ? first.due - this.elapsed() : Number.POSITIVE_INFINITY;
    if (left <= 0) {
      // Also while it is held: no time has to pass for it.
      const soon = setImmediate(() => this.#fire());
      this.#disarm = () => clearImmediate(soon);
    } else if (!this.isHeld && left < Number.POSITIVE_INFINITY) {
      const delay = Math.min(Math.ceil(left / this.pace), LONGEST_ALARM_MS);
      const alarm = setTimeout(() => this.#fire(), delay).unref();
      this.#disarm = () => clearTimeout(alarm);
    }
  }
}

/** Whole, so that sums are exact: what is due after three steps of a second is due after one of three. */
function wholeMilliseconds(seconds: number): number {
  return Math.round((seconds || 0) * 1000);
}
