/** Something that shall happen at a time of a clock. */
export interface Due {
  readonly due: number;
  /** Tells apart what is due at the same time: the one that was asked for first is first. */
  readonly sequence: number;
  readonly action: () => void;
}

/** What is due, in order. */
export class Timers {
  readonly #sorted: Due[] = [];
  #sequence = 0;

  get first(): Due | undefined {
    return this.#sorted[0];
  }

  add(due: number, action: () => void): Due {
    const added = { due, sequence: ++this.#sequence, action };
    this.#sorted.splice(this.#placeOf(added), 0, added);
    return added;
  }

  /** Nothing happens where it is gone already. */
  remove(one: Due): void {
    const place = this.#placeOf(one);
    if (this.#sorted[place] === one) this.#sorted.splice(place, 1);
  }

  /**
   * Runs all that is due by then, each once, in order; what an action takes away does not run any more. What an
   * action adds is not of this run, even where it is due at once: nothing can go round and round here.
   */
  run(until: number): void {
    const last = this.#sequence;
    for (;;) {
      const next = this.#sorted[0];
      if (!next || next.due > until || next.sequence > last) return;
      this.#sorted.shift();
      next.action();
    }
  }

  /** Where it is or would be. */
  #placeOf({ due, sequence }: Due): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#sorted[middle];
      if (other && (other.due < due || (other.due === due && other.sequence < sequence))) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
