import { Agent } from 'node:http';
import type { Clock } from '../../clock.ts';
import type { Endpoint, Network } from '../../network.ts';
import { draining, type Health, registering, unused } from './health.ts';
import { watchHealth } from './health-watch.ts';
import type { TargetGroup } from './target-group.ts';

/** Milliseconds that an unused connection to a target is kept: less than the 5 s after which Node's server closes it. */
const IDLE_CONNECTION = 4_000;

/** One address and port behind a target group: its health, its connections and what is in flight to it. */
export class Target {
  readonly address: string;
  readonly port: number;
  readonly agent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: IDLE_CONNECTION });
  readonly #group: TargetGroup;
  readonly #clock: Clock;
  readonly #network: Network;
  #health: Health = unused;
  #inFlight = 0;
  #checks: AbortController | undefined;
  #drained: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  constructor(
    group: TargetGroup,
    place: { address: string; port: number },
    deps: { clock: Clock; network: Network },
  ) {
    this.address = place.address;
    this.port = place.port;
    this.#group = group;
    this.#clock = deps.clock;
    this.#network = deps.network;
  }

  get health(): Health {
    return this.#health;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  endpoint(port = this.port): Endpoint | undefined {
    return this.#network.resolve(this.address, port);
  }

  /** Starts or ends health checks: a target of a group without a load balancer is not checked. */
  use(inUse: boolean): void {
    if (this.#health.State === 'draining') return;
    if (inUse && !this.#checks) {
      this.#checks = new AbortController();
      this.#become(registering);
      void watchHealth({
        target: this,
        settings: () => this.#group.healthSettings,
        clock: this.#clock,
        signal: this.#checks.signal,
        become: (health) => this.#become(health),
      });
    } else if (!inUse && this.#checks) {
      this.stopChecks();
      this.#become(unused);
    }
  }

  /** A request goes to this target. Call the result once it has ended, however. */
  begin(): () => void {
    this.#inFlight++;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#inFlight--;
      if (this.#inFlight === 0) this.#onIdle?.();
    };
  }

  /**
   * No new request from now on. Resolves when nothing is in flight, at the latest after `delay` seconds.
   * On AWS a target stays `draining` for the full delay even when it is idle; here that wait is left out.
   */
  drain(delay: number): Promise<void> {
    this.#drained ??= this.#drain(delay);
    return this.#drained;
  }

  async #drain(delay: number): Promise<void> {
    this.stopChecks();
    this.#become(draining);
    if (this.#inFlight > 0)
      await new Promise<void>((resolve) => {
        const timer = this.#clock.after(delay, resolve);
        this.#onIdle = () => {
          timer.cancel();
          resolve();
        };
      });
    this.agent.destroy();
  }

  stopChecks(): void {
    this.#checks?.abort();
    this.#checks = undefined;
  }

  #become(health: Health): void {
    const changed = health.State !== this.#health.State || health.Reason !== this.#health.Reason;
    this.#health = health;
    if (changed) this.#group.changed();
  }
}
