import { Rejected } from '../../../../shared/deployment/errors.ts';
import type { Ending } from '../../../../shared/deployment/model.ts';
import type { Journal, Wait } from '../../../../shared/deployment/ports.ts';
import type { Dice } from './dice.ts';
import type { Time } from './time.ts';

/** What is kept of a step, a wait or a call once it is over. */
type Kept = { readonly value: string } | { readonly error: string; readonly isRejection: boolean };

interface OpenWait {
  over?: 'woken' | 'timer';
  readonly listeners: (() => void)[];
}

export interface Weather {
  /** Of a process to be killed, at each port it calls and at each checkpoint. */
  readonly crash: number;
  /** Of a call to fail, before its effect or after it. */
  readonly throttle: number;
  /** How long a killed process is missed, in seconds. */
  readonly missedFor: number;
}

/** A call is tried so often, as an SDK's client does. */
const CALL_TRIES = 4;
/** A step is tried so often, as the functions' own journal does. */
const TRIES = 6;
const RETRY_SECONDS = 3;

class Struck extends Error {}

/** One durable execution: its process may be killed anywhere, and what it has kept is replayed. */
export class Execution {
  ending: Ending | undefined;
  /** Set where the workflow itself threw: it never may. */
  failure: unknown;
  readonly id: string;
  readonly #time: Time;
  readonly #dice: Dice;
  readonly #weather: Weather;
  readonly #run: (journal: Journal, ports: Guard) => Promise<Ending>;
  readonly #kept = new Map<string, Kept>();
  readonly #waits = new Map<string, OpenWait>();
  #process = 0;

  constructor(
    id: string,
    world: { readonly time: Time; readonly dice: Dice; readonly weather: Weather },
    run: (journal: Journal, ports: Guard) => Promise<Ending>,
  ) {
    this.id = id;
    this.#time = world.time;
    this.#dice = world.dice;
    this.#weather = world.weather;
    this.#run = run;
  }

  start(): void {
    const process = ++this.#process;
    this.#run(this.#journalOf(process), this.#guardOf(process)).then(
      (ending) => {
        this.ending = ending;
      },
      (error: unknown) => {
        this.failure = error;
      },
    );
  }

  /** Ends a wait by its token. One that is over, or not there, is left. */
  wake(token: string): void {
    this.#endWait(token, 'woken');
  }

  /** Never comes back where the process is killed. */
  async #survive(process: number): Promise<void> {
    const isDead = () => process !== this.#process;
    if (!isDead() && this.#dice.hits(this.#weather.crash)) {
      this.#process++;
      this.#time.after(1 + this.#dice.below(this.#weather.missedFor), () => this.start());
    }
    if (isDead()) await new Promise(() => undefined);
  }

  #guardOf(process: number): Guard {
    const once: Guard = async (effect) => {
      await this.#time.turn();
      await this.#survive(process);
      if (this.#dice.hits(this.#weather.throttle)) throw new Struck('ThrottlingException: Rate exceeded');
      const result = await effect();
      await this.#survive(process);
      if (this.#dice.hits(this.#weather.throttle / 4)) throw new Struck('ECONNRESET: the answer was lost');
      return result;
    };
    return async (effect) => {
      for (let tries = 1; ; tries++) {
        try {
          return await once(effect);
        } catch (error) {
          if (!(error instanceof Struck) || tries === CALL_TRIES) throw error;
        }
      }
    };
  }

  #journalOf(process: number): Journal {
    const step = async <Result>(name: string, action: () => Promise<Result>): Promise<Result> => {
      const known = this.#kept.get(name);
      const kept = known ?? (await this.#try(process, name, action));
      if ('value' in kept) return JSON.parse(kept.value) as Result;
      throw kept.isRejection ? new Rejected(kept.error) : new Error(kept.error);
    };
    return {
      step,
      openWait: async (name, seconds) => this.#open(process, name, seconds),
      sleep: async (name, seconds) => {
        const { ended } = await this.#open(process, name, seconds);
        await ended();
      },
      probe: (name, requests) => step(name, async () => requests.map(() => this.onProbe())),
    };
  }

  onProbe: () => { healthy: boolean; attempts: number; last: string; seconds: number } = () => {
    throw new Error('nothing can be probed here');
  };

  async #try(process: number, name: string, action: () => Promise<unknown>): Promise<Kept> {
    for (let tries = 1; ; tries++) {
      await this.#time.turn();
      await this.#survive(process);
      const kept = await this.#attempt(action, tries);
      await this.#survive(process);
      if (kept !== 'again') {
        this.#kept.set(name, kept);
        return kept;
      }
      await new Promise<void>((go) => this.#time.after(RETRY_SECONDS, go));
      await this.#survive(process);
    }
  }

  async #attempt(action: () => Promise<unknown>, tries: number): Promise<Kept | 'again'> {
    try {
      return { value: JSON.stringify((await action()) ?? null) };
    } catch (error) {
      const isRejection = error instanceof Rejected;
      if (!isRejection && tries < TRIES) return 'again';
      return { error: error instanceof Error ? error.message : String(error), isRejection };
    }
  }

  async #open(process: number, name: string, seconds: number): Promise<Wait> {
    await this.#time.turn();
    await this.#survive(process);
    const token = `${this.id} ${name}`;
    let wait = this.#waits.get(token);
    if (wait === undefined) {
      wait = { listeners: [] };
      this.#waits.set(token, wait);
      this.#time.after(seconds, () => this.#endWait(token, 'timer'));
    }
    const open = wait;
    return {
      token,
      ended: () =>
        new Promise((done) => {
          if (open.over) done(open.over);
          else open.listeners.push(() => process === this.#process && done(open.over ?? 'timer'));
        }),
    };
  }

  #endWait(token: string, how: 'woken' | 'timer'): void {
    const wait = this.#waits.get(token);
    if (wait === undefined || wait.over) return;
    wait.over = how;
    for (const go of wait.listeners) go();
  }
}

/** Stands between a process and what it calls. */
export type Guard = <Result>(effect: () => Promise<Result> | Result) => Promise<Result>;
