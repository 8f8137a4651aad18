import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Timer } from '../../clock.ts';
import type { Container, ContainerSpec, Exit } from '../../containers/engine.ts';
import type { Endpoint } from '../../network.ts';
import type { FaultOf } from '../fault.ts';
import type { FaultyNetwork } from './faulty-network.ts';
import { type Manner, StandIn } from './stand-in.ts';

/** Faults of a container that runs. */
export type ContainerFault = FaultOf<'crash-task' | 'hang-task' | 'slow-start' | 'answer'>;

/** A signal that the program could not catch. */
const KILLED = 137;

/** A container that runs as it should until a fault is applied to it. */
export class FaultyContainer implements Container {
  readonly id: string;
  readonly endpoints: ReadonlyMap<number, Endpoint>;
  readonly exited: Promise<Exit>;
  readonly #inner: Container;
  readonly #spec: ContainerSpec;
  readonly #clock: Clock;
  readonly #network: FaultyNetwork;
  readonly #crashed = Promise.withResolvers<Exit>();
  readonly #timers: Timer[] = [];
  /** What is due now, the newest last, each with whether its fault is still in force. */
  readonly #manners: { readonly manner: Manner; readonly holds: () => boolean }[] = [];
  #standIn: Promise<StandIn> | undefined;
  #exit: Exit | undefined;

  constructor(inner: Container, spec: ContainerSpec, deps: { clock: Clock; network: FaultyNetwork }) {
    this.id = inner.id;
    this.endpoints = inner.endpoints;
    this.#inner = inner;
    this.#spec = spec;
    this.#clock = deps.clock;
    this.#network = deps.network;
    this.exited = Promise.race([this.#crashed.promise, inner.exited.then((exit) => this.#told(exit))]);
    void this.exited.then((exit) => {
      this.#exit = exit;
      for (const timer of this.#timers) timer.cancel();
    });
  }

  /** @param holds whether the fault is still in force: without it the container is its own again */
  async apply(fault: ContainerFault, holds: () => boolean): Promise<void> {
    if (this.#exit) return;
    // Also before a crash: a program that crashed refuses at once, and to stop the real one takes a while.
    await this.#standBy();
    if (fault.kind === 'crash-task') {
      this.#when(fault.afterSeconds, () => this.#crash(fault.exitCode, holds));
      return;
    }
    if (fault.kind === 'slow-start') {
      let isOver = false;
      this.#manners.push({ manner: 'refuse', holds: () => !isOver && holds() });
      this.#when(fault.seconds, () => {
        isOver = true;
      });
      return;
    }
    const manner = fault.kind === 'hang-task' ? 'hang' : { status: fault.status };
    this.#when(fault.afterSeconds, () => this.#manners.push({ manner, holds }));
  }

  async stop(): Promise<Exit> {
    // A program that hangs does not hear SIGTERM.
    if (this.#manner === 'hang') await sleep(this.#spec.stopTimeout * 1000, undefined, { ref: false });
    return this.#told(await this.#inner.stop());
  }

  /** A check inside would ask the program itself, which is well: what it finds is what is to be seen from outside. */
  async exec(command: readonly string[], timeoutSeconds: number): Promise<number> {
    const manner = this.#manner;
    if (manner === undefined || (typeof manner === 'object' && manner.status < 400))
      return this.#inner.exec(command, timeoutSeconds);
    if (manner === 'hang') await sleep(timeoutSeconds * 1000, undefined, { ref: false });
    return 1;
  }

  get #manner(): Manner | undefined {
    return this.#manners.findLast(({ holds }) => holds())?.manner;
  }

  #when(seconds: number, action: () => void): void {
    if (seconds === 0) action();
    else this.#timers.push(this.#clock.after(seconds, action));
  }

  #crash(code: number, holds: () => boolean): void {
    if (!holds()) return;
    this.#manners.push({ manner: 'refuse', holds: () => true });
    this.#exit = { code };
    this.#crashed.resolve(this.#exit);
    void this.#inner.stop();
  }

  #told(exit: Exit): Exit {
    return this.#exit ?? (this.#manner === 'hang' ? { ...exit, code: KILLED } : exit);
  }

  /** One stand-in for all ports, from now to the container's end. */
  async #standBy(): Promise<void> {
    this.#standIn ??= StandIn.listen(() => this.#manner);
    const standIn = await this.#standIn;
    const ends = [...this.endpoints.values()].map((endpoint) =>
      this.#network.detour(endpoint, () => (this.#manner === undefined ? undefined : standIn.endpoint)),
    );
    void this.#inner.exited.then(() => {
      for (const end of ends) end();
      standIn.close();
    });
  }
}
