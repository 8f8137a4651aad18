import type { Dice } from './dice.ts';

/** Nothing in one case takes so many turns but a loop. */
const MOST_TURNS = 20_000;

/**
 * Time and order of a simulated world. Whoever calls something waits for its turn, and whose turn is next is by dice;
 * when all wait for time to pass, it passes at once.
 */
export class Time {
  /** Milliseconds since 1970. */
  now = 1_700_000_000_000;
  readonly #dice: Dice;
  readonly #ready: (() => void)[] = [];
  readonly #later: { readonly at: number; readonly go: () => void }[] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  turn(): Promise<void> {
    return new Promise((go) => this.#ready.push(go));
  }

  after(seconds: number, go: () => void): void {
    this.#later.push({ at: this.now + seconds * 1000, go });
  }

  /** Lets everything happen until nothing is left to happen. */
  async run(): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      // All that the last turn led to, until each waits for another turn or for time.
      await new Promise((settled) => setImmediate(settled));
      if (this.#ready.length > 0) {
        const [go] = this.#ready.splice(this.#dice.below(this.#ready.length), 1);
        go?.();
        continue;
      }
      const [next] = this.#later.toSorted((a, b) => a.at - b.at);
      if (next === undefined) return;
      this.#later.splice(this.#later.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.go();
    }
    throw new Error(`it went on for ${MOST_TURNS} turns`);
  }
}
