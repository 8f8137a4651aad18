/** Tells on the terminal what happens, each line with the seconds since the last `begin`. */
export class Narrator {
  #began = performance.now();

  begin(title: string): void {
    this.#began = performance.now();
    console.log(`\n── ${title}`);
  }

  say(text: string): void {
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(2);
    console.log(`  ${`+${seconds}s`.padStart(9)}  ${text}`);
  }

  /** Seconds since the last `begin`. */
  seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }
}
