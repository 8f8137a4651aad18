/** How long one thing may take to end, in real milliseconds: longer than any task's own time to stop. */
const LIMIT_MS = 150_000;

interface Step {
  readonly what: string;
  readonly action: () => Promise<void> | void;
}

/** What is to be done at the end, what was added last first. Each is done, whatever becomes of the others. */
export class Ending {
  readonly #steps: Step[] = [];
  #running: Promise<void> | undefined;

  add(what: string, action: Step['action']): void {
    this.#steps.push({ what, action });
  }

  /** Does it once, however often it is called. @throws Error that names what could not be ended, and why */
  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    const failures: string[] = [];
    for (const { what, action } of this.#steps.toReversed()) {
      await within((async () => action())()).catch((error: Error) => {
        failures.push(`${what}: ${error.message}`);
      });
    }
    if (failures.length > 0)
      throw new Error(
        `not all could be ended, and the next start removes what is left (${failures.join('; ')})`,
      );
  }
}

async function within(ending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  await Promise.race([ending, late]).finally(() => clearTimeout(timer));
}
