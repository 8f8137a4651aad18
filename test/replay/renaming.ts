/**
 * What the examples call a thing, and what it is called here: an example that makes something tells the ARN that AWS gave
 * to it, and the ones after it use that.
 */
export class Renaming {
  readonly #names = new Map<string, string>();

  /** Compares an answer with the one in the example. */
  learn(published: unknown, ours: unknown): void {
    if (typeof published === 'string' && typeof ours === 'string') {
      if (isName(published) && published !== ours && !this.#names.has(published))
        this.#names.set(published, ours);
    } else if (
      typeof published === 'object' &&
      published !== null &&
      typeof ours === 'object' &&
      ours !== null
    ) {
      const members = new Map(Object.entries(ours));
      for (const [name, item] of Object.entries(published)) this.learn(item, members.get(name));
    }
  }

  /** A request of an example, by the names that things have here. */
  apply<T>(value: T): T;
  apply(value: unknown): unknown {
    if (typeof value === 'string') return this.#names.get(value) ?? value;
    if (Array.isArray(value)) return value.map((item: unknown) => this.apply(item));
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.apply(item)]));
  }
}

/** Only what a service thinks up itself; a state or a name that was asked for stays what it is. */
const isName = (text: string) => /^(arn:|https?:)|[0-9a-f-]{16}/.test(text);
