import type { SecureContext } from 'node:tls';
import type { Entrance } from '../../balancing.ts';
import type { Clock } from '../../clock.ts';
import { freePort } from '../../free-port.ts';
import type { ConnectionLimits } from './connection.ts';
import type { Exchange } from './exchange.ts';
import { OpenPort } from './open-port.ts';
import { portRefusal } from './port-refusal.ts';
import type { Handshake } from './upgrade.ts';

/** A certificate with its chain, and its private key. */
export interface PemPair {
  readonly cert: string;
  readonly key: string;
}

/** A listener, as its port sees it. */
export interface PortUser {
  readonly dnsName: string;
  /** Of an HTTPS listener: what it shows to a client that asks for a name, the default for any other. */
  readonly tls?: {
    contextFor(name: string): SecureContext;
    readonly default: PemPair;
    /** Whether one of its certificates is for that name. */
    knows(name: string): boolean;
    /** Whether clients may speak HTTP/2. */
    readonly http2: boolean;
  };
  readonly limits: ConnectionLimits;
  handle(exchange: Exchange): void;
  upgrade(handshake: Handshake): void;
}

/**
 * The ports that are open on 127.0.0.1. On AWS each load balancer has addresses of its own; here several share a
 * port, and the Host header tells which one is meant. Where a port has one only, it gets every request.
 */
export class Ports {
  readonly #open = new Map<number, Promise<OpenPort>>();
  readonly #clock: Clock;
  /** As CNAME records: other names, and whose they are. */
  readonly #aliases = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param dnsName whose other name it is from now on; undefined takes it away */
  alias(name: string, dnsName: string | undefined): void {
    if (dnsName === undefined) this.#aliases.delete(name);
    else this.#aliases.set(name, dnsName);
  }

  /**
   * @returns how to leave the port
   * @throws AwsError InvalidConfigurationRequestException when the port cannot be opened
   */
  bind(port: number, user: PortUser): Promise<() => Promise<void>> {
    return this.#bind(port, user, false);
  }

  /**
   * Opens another port for a user of a port, at which all that comes is for that one, whatever Host it names: as at an
   * address of its own.
   * @returns none where the port has no such user
   */
  async entrance(port: number, dnsName: string): Promise<Entrance | undefined> {
    const open = await this.#open.get(port);
    const user = open?.users.find((one) => one.dnsName === dnsName);
    if (user === undefined) return undefined;
    const own = await freePort();
    return { port: own, leave: await this.#bind(own, user, true) };
  }

  async #bind(port: number, user: PortUser, takesAll: boolean): Promise<() => Promise<void>> {
    const deps = { clock: this.#clock, aliases: this.#aliases, takesAll };
    const opening = this.#open.get(port) ?? OpenPort.open(port, user.tls !== undefined, deps);
    this.#open.set(port, opening);
    const open = await opening.catch((error) => {
      this.#open.delete(port);
      throw error;
    });
    if (open.isSecure !== (user.tls !== undefined))
      throw portRefusal(
        port,
        new Error('another local load balancer has it for the other of HTTP and HTTPS'),
      );
    open.users.push(user);
    return async () => {
      const index = open.users.indexOf(user);
      if (index >= 0) open.users.splice(index, 1);
      if (open.users.length > 0 || this.#open.get(port) !== opening) return;
      this.#open.delete(port);
      await open.close();
    };
  }

  async close(): Promise<void> {
    const opening = [...this.#open.values()];
    this.#open.clear();
    for (const port of opening) await port.then((open) => open.close()).catch(() => undefined);
  }
}
