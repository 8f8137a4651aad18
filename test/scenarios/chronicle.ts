import type { Cloud } from '../../local/cloud.ts';
import { faultsAsked, patience } from './weather.ts';

/** Nothing happened for so long, in real milliseconds: all that is under way waits. */
const QUIET_MS = 2000;
/** Of AWS's time, then: tries are minutes apart at most. */
const LET_PASS_SECONDS = 15;

/** An event as it came on a bus. */
export interface Told {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A call of AWS's API that was answered. */
export interface Called {
  readonly operation: string;
  readonly role: string;
  readonly error?: string;
  readonly input: unknown;
}

/** All events and calls of a cloud since the record was begun anew, and a way to wait for what will come. */
export class Chronicle {
  events: Told[] = [];
  calls: Called[] = [];
  readonly #waiting = new Set<() => void>();
  #failure: Error | undefined;
  #news = 0;

  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    cloud.events.onEvent((event) => {
      this.events.push(event as unknown as Told);
      this.#tell();
    });
    cloud.gateway.onCall(({ operation, caller, error, input }) => {
      this.calls.push({
        operation,
        role: caller.roleArn ?? '',
        input,
        ...(error === undefined ? {} : { error }),
      });
      // A test's own look at the cloud is no reason to look again.
      if (caller.roleArn !== undefined) this.#tell();
    });
  }

  /** Something happened after which nothing is worth waiting for: whoever waits is told. The first holds. */
  fail(failure: Error): void {
    this.#failure ??= failure;
    this.#tell();
  }

  /** Forgets what was. */
  reset(): void {
    this.events = [];
    this.calls = [];
  }

  /** The calls of an operation that went well, by a function's role where one is named. */
  made(operation: string, role = ''): Called[] {
    return this.calls.filter(
      (call) => call.operation === operation && call.error === undefined && call.role.includes(role),
    );
  }

  /** The events of a kind. */
  told(detailType: string): Told[] {
    return this.events.filter((event) => event['detail-type'] === detailType);
  }

  /** An event that came or comes. */
  async event(
    what: string,
    detailType: string,
    fits: (detail: Told['detail']) => boolean,
    limitMs: number,
  ): Promise<Told> {
    let found: Told | undefined;
    await this.until(what, limitMs, () => {
      found = this.events.find((event) => event['detail-type'] === detailType && fits(event.detail));
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`${what} did not come`);
    return found;
  }

  /**
   * Waits until it holds. It is looked at again whenever something happens in the cloud.
   * @throws Error when it does not within the limit
   */
  async until(
    what: string,
    limitMs: number,
    holds: (record: this) => boolean | Promise<boolean>,
  ): Promise<void> {
    const end = Date.now() + patience(limitMs);
    for (;;) {
      const seen = this.#news;
      if (this.#failure) throw this.#failure;
      if (await holds(this)) return;
      if (Date.now() > end) throw new Error(`${what} did not come within ${patience(limitMs) / 1000} s`);
      if (this.#news === seen) await this.#next(Math.min(end - Date.now(), QUIET_MS));
      if (this.#news === seen) await this.#letTimePass();
    }
  }

  /** In bad weather what failed is tried again later: that never comes where the clock is held. */
  async #letTimePass(): Promise<void> {
    const { clock } = this.#cloud;
    if (clock.isHeld && faultsAsked().length > 0) await clock.move(LET_PASS_SECONDS);
  }

  #next(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, Math.max(0, limitMs));
      this.#waiting.add(go);
    });
  }

  #tell(): void {
    this.#news++;
    for (const go of [...this.#waiting]) go();
  }
}
