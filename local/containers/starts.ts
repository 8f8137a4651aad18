import { ContainerStartError } from './engine.ts';

/** Starts that are under way: an engine that closes waits for them, and takes no more. */
export class Starts {
  readonly #pending = new Set<Promise<unknown>>();
  readonly #onIdle: () => void;
  #closed = false;

  /** @param onIdle called after a start when no other one is under way */
  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** @throws ContainerStartError once the engine closes */
  async run<Started>(start: () => Promise<Started>): Promise<Started> {
    if (this.#closed) throw new ContainerStartError('CannotStartContainerError', 'the local cloud ends');
    const starting = start();
    this.#pending.add(starting);
    try {
      return await starting;
    } finally {
      this.#pending.delete(starting);
      if (this.#pending.size === 0 && !this.#closed) this.#onIdle();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#pending);
  }
}
