import type { Clock } from '../../clock.ts';
import { IdleTimer } from './idle-timer.ts';

/** Seconds, before a request has told which load balancer is meant (the default of an ALB). */
const IDLE_TIMEOUT = 60;
const KEEP_ALIVE = 3600;

/** What a load balancer's attributes say of its clients' connections, in seconds. */
export interface ConnectionLimits {
  /** `idle_timeout.timeout_seconds` */
  readonly idle: number;
  /** `client_keep_alive.seconds`: after so long, the connection ends with the next answer. */
  readonly keepAlive: number;
}

/** A client's connection: what is under way on it, and whether it is still in use. */
export class Connection {
  readonly #clock: Clock;
  readonly #since: number;
  readonly #timer: IdleTimer;
  /** How each request under way is ended when nothing moves any more. */
  readonly #waiting = new Set<() => void>();
  #limits: ConnectionLimits = { idle: IDLE_TIMEOUT, keepAlive: KEEP_ALIVE };

  /** @param close called when it was idle for the idle timeout of the load balancer that it was last used for */
  constructor(clock: Clock, close: () => void) {
    this.#clock = clock;
    this.#since = clock.elapsed();
    this.#timer = new IdleTimer(
      clock,
      () => this.#limits.idle,
      () => {
        if (this.#waiting.size === 0) close();
        else for (const timeOut of [...this.#waiting]) timeOut();
      },
    );
  }

  /** A request began on it. */
  use(limits: ConnectionLimits): void {
    this.#limits = limits;
    this.touch();
  }

  touch(): void {
    this.#timer.touch();
  }

  /** @param timeOut called when nothing moved for the idle timeout @returns what to call when the request is over */
  waitFor(timeOut: () => void): () => void {
    this.#waiting.add(timeOut);
    return () => {
      this.#waiting.delete(timeOut);
      this.touch();
    };
  }

  /** It was kept for as long as it may be. */
  get isOld(): boolean {
    return this.#clock.elapsed() - this.#since >= this.#limits.keepAlive * 1000;
  }

  end(): void {
    this.#timer.stop();
  }
}
