import type { Caller } from '../../gateway/service.ts';
import type { Access, Decision } from '../policy/authorize.ts';

/** What was judged: an access of a role, and what decided. The owner's calls are not judged. */
export interface Judgement extends Decision {
  readonly caller: Caller;
  readonly access: Access;
}

/** Tells whoever wants to know of each access that was judged. */
export class Judgements {
  readonly #listeners = new Set<(judgement: Judgement) => void>();

  /** @returns how to stop that */
  on(listener: (judgement: Judgement) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(judgement: Judgement): void {
    for (const listener of this.#listeners) listener(judgement);
  }
}
