import { randomInt } from 'node:crypto';
import { dice } from './dice.ts';
import type { CheckedFault } from './fault.ts';

/** A fault as it is listed. */
export interface ListedFault {
  /** By which it is removed. */
  readonly id: string;
  /** As it was asked for, with what was left open filled in. */
  readonly fault: CheckedFault;
  /** What it fitted so far. */
  readonly met: number;
  /** How often it struck. */
  readonly struck: number;
}

/** A fault that is in force, and its counts. */
export class ActiveFault<Checked extends CheckedFault = CheckedFault> {
  readonly id: string;
  readonly fault: Checked;
  #met = 0;
  #struck = 0;
  readonly #roll: () => number;

  constructor(id: string, fault: Checked) {
    this.id = id;
    const isByChance = 'share' in fault && fault.share !== undefined;
    const seed = 'seed' in fault ? fault.seed : undefined;
    // A seed that was made up is listed: whoever wants the same run again gives it.
    this.fault = isByChance && seed === undefined ? { ...fault, seed: randomInt(2 ** 31) } : fault;
    this.#roll = dice('seed' in this.fault ? (this.fault.seed ?? 0) : 0);
  }

  /**
   * To be asked once for each thing that the fault fits: whether it strikes this one.
   * @param alsoIf what else must hold, asked only when it would strike
   */
  strikes(alsoIf: () => boolean = () => true): boolean {
    const { times, skip, share } = { times: undefined, skip: undefined, share: undefined, ...this.fault };
    this.#met++;
    if (this.#met <= (skip ?? 0)) return false;
    if (times !== undefined && this.#struck >= times) return false;
    if (share !== undefined && this.#roll() >= share) return false;
    if (!alsoIf()) return false;
    this.#struck++;
    return true;
  }

  /** How often it struck. */
  get struck(): number {
    return this.#struck;
  }

  /** What it fitted so far. */
  get met(): number {
    return this.#met;
  }

  list(): ListedFault {
    return { id: this.id, fault: this.fault, met: this.#met, struck: this.#struck };
  }
}
