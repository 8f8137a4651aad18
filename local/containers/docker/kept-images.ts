import type { DockerApi } from './api.ts';
import { type ImageSummary, listImages, namesOf, removeImage } from './inventory.ts';

/** Images that are kept though no container runs them, so that a rollback finds them. */
const KEPT = 10;
/** An image that was started within this time is kept as well, in real milliseconds. */
const IN_USE_MS = 10 * 60_000;

/** Images of this run in the engine: a builder's machine would have been thrown away, and with it what it built. */
export class KeptImages {
  readonly #api: DockerApi;
  readonly #isOurs: (name: string) => boolean;
  readonly #usedAt = new Map<string, number>();
  #removing: Promise<void> = Promise.resolve();

  constructor(api: DockerApi, isOurs: (name: string) => boolean) {
    this.#api = api;
    this.#isOurs = isOurs;
  }

  /** @param name by digest */
  use(name: string): void {
    this.#usedAt.set(name, Date.now());
  }

  /** Removes what is older, one time after the other. The engine keeps what a container has. */
  removeOthers(): void {
    this.#removing = this.#removing.then(() => this.#remove()).catch(() => undefined);
  }

  settled(): Promise<void> {
    return this.#removing;
  }

  async #remove(): Promise<void> {
    for (const [name, at] of this.#usedAt) if (Date.now() - at > IN_USE_MS) this.#usedAt.delete(name);
    const isInUse = (image: ImageSummary) => namesOf(image).some((name) => this.#usedAt.has(name));
    const ours = (await listImages(this.#api))
      .filter((image) => namesOf(image).some(this.#isOurs))
      .sort((a, b) => b.Created - a.Created);
    for (const image of ours.slice(KEPT).filter((image) => !isInUse(image)))
      for (const name of namesOf(image).filter(this.#isOurs)) await removeImage(this.#api, name);
  }
}
