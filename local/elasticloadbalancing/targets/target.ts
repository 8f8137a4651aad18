import { Agent, type ClientRequest, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '../../clock.ts';
import type { Endpoint, Network } from '../../network.ts';
import { draining, type Health, registering, unused } from './health.ts';
import { watchHealth } from './health-watch.ts';
import type { TargetGroup } from './target-group.ts';

/** Milliseconds that an unused connection to a target is kept: less than the 5 s after which Node's server closes it. */
const IDLE_CONNECTION = 4_000;
/** "Quotas for your Application Load Balancers", HTTP headers: the entire response header. Bytes. */
const RESPONSE_HEADER = 32 * 1024;

/** A request as it goes to a target. */
export interface TargetRequest {
  readonly method: string;
  readonly path: string;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  /** Whether it may go over a connection that was used before. */
  readonly kept: boolean;
}

/** One address and port behind a target group: its health, its connections and what is in flight to it. */
export class Target {
  readonly address: string;
  readonly port: number;
  readonly #group: TargetGroup;
  readonly #clock: Clock;
  readonly #network: Network;
  readonly #agent: Agent;
  /** How each request in flight is cut off. */
  readonly #inFlight = new Set<() => void>();
  #health: Health = unused;
  /** The clock's milliseconds since which it is warming up. */
  #slowSince: number | undefined;
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
    const options = { keepAlive: true, scheduling: 'lifo', timeout: IDLE_CONNECTION } as const;
    this.#agent = group.isSecure ? new HttpsAgent(options) : new Agent(options);
  }

  get key(): string {
    return `${this.address}:${this.port}`;
  }

  get health(): Health {
    return this.#health;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  endpoint(port = this.port): Endpoint | undefined {
    return this.#network.resolve(this.address, port);
  }

  /** Undefined where nothing can be reached at the address. */
  request({ method, path, headers, kept }: TargetRequest): ClientRequest | undefined {
    const endpoint = this.endpoint();
    if (!endpoint) return undefined;
    const options = {
      host: endpoint.host,
      port: endpoint.port,
      method,
      path,
      headers,
      agent: kept ? this.#agent : false,
      maxHeaderSize: RESPONSE_HEADER,
    };
    // The certificates of targets are not looked at ("Target groups", Routing configuration).
    return this.#group.isSecure
      ? httpsRequest({ ...options, rejectUnauthorized: false })
      : httpRequest(options);
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

  /** The part of a full share of requests that it gets, above 0 and at most 1: less while it warms up. */
  get share(): number {
    const duration = this.#group.slowStart * 1000;
    if (this.#slowSince === undefined) return 1;
    const passed = this.#clock.elapsed() - this.#slowSince;
    if (passed >= duration) this.#slowSince = undefined;
    return this.#slowSince === undefined ? 1 : Math.max(passed, 1) / duration;
  }

  /**
   * A request goes to this target. Call the result once it has ended, however.
   * @param cut called when it outlasts the deregistration delay
   */
  begin(cut: () => void): () => void {
    // A function of its own: the same one may be given twice.
    const one = () => cut();
    this.#inFlight.add(one);
    return () => {
      if (this.#inFlight.delete(one) && this.#inFlight.size === 0) this.#onIdle?.();
    };
  }

  /** No new request from now on. Resolves when nothing is in flight; after `delay` seconds that is cut off. */
  drain(delay: number): Promise<void> {
    this.#drained ??= this.#drain(delay);
    return this.#drained;
  }

  async #drain(delay: number): Promise<void> {
    this.stopChecks();
    this.#become(draining);
    // Nothing new will come over the connections that are kept.
    for (const socket of Object.values(this.#agent.freeSockets).flat()) socket?.destroy();
    if (this.#inFlight.size > 0)
      await new Promise<void>((resolve) => {
        const timer = this.#clock.after(delay, () => {
          for (const cut of [...this.#inFlight]) cut();
          resolve();
        });
        this.#onIdle = () => {
          timer.cancel();
          resolve();
        };
      });
    this.#agent.destroy();
  }

  stopChecks(): void {
    this.#checks?.abort();
    this.#checks = undefined;
  }

  /** Ends all that it has under way. */
  close(): void {
    this.stopChecks();
    this.#agent.destroy();
  }

  #become(health: Health): void {
    const before = this.#health;
    if (before.State !== 'healthy' && health.State === 'healthy')
      this.#slowSince = this.#group.startsSlowly ? this.#clock.elapsed() : undefined;
    this.#health = health;
    if (health.State !== before.State || health.Reason !== before.Reason) this.#group.changed();
  }
}
