/**
 * Turns of the event loop in which nothing may begin, for all to count as done: from a timer over an event, its rule
 * and its delivery to the invocation of a function there are about four.
 */
const QUIET_TURNS = 8;

/** Real work that is under way because of what the clock set off, and that a step by hand has to wait for. */
export class Work {
  readonly #running = new Map<symbol, string>();
  readonly #watching = new Set<() => void>();

  /** What is under way, in words. */
  get running(): readonly string[] {
    return [...this.#running.values()];
  }

  /** @param what in words @returns what to call once it is over, however */
  begin(what: string): () => void {
    const key = Symbol(what);
    this.#running.set(key, what);
    return () => {
      this.#running.delete(key);
      if (this.#running.size === 0) for (const look of [...this.#watching]) look();
    };
  }

  /** Resolves when nothing is under way and nothing more comes of what was, at the latest after so many real milliseconds. */
  async settled(limitMs: number): Promise<void> {
    const end = performance.now() + limitMs;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#running.size === 0) continue;
      quiet = 0;
      const left = end - performance.now();
      if (left <= 0) return;
      await this.#idle(left);
    }
  }

  #idle(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        clearTimeout(timer);
        this.#watching.delete(look);
        resolve();
      };
      const timer = setTimeout(look, limitMs);
      this.#watching.add(look);
    });
  }
}
