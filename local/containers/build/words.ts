/** The value of a variable, or undefined where it has none. */
export type Lookup = (name: string) => string | undefined;

const ESCAPE = '\\';

/** Splits text into words as a Dockerfile does: quotes hold words together, variables outside of '…' are filled in. */
export function wordsOf(text: string, lookup: Lookup): string[] {
  const reader = new Reader(text, lookup);
  const words: string[] = [];
  for (let word = reader.next(); word !== undefined; word = reader.next()) words.push(word);
  return words;
}

/** As one word, spaces included: the rest of `ENV NAME a value`. */
export function expand(text: string, lookup: Lookup): string {
  return new Reader(text, lookup).all();
}

class Reader {
  readonly #text: string;
  readonly #lookup: Lookup;
  #at = 0;

  constructor(text: string, lookup: Lookup) {
    this.#text = text;
    this.#lookup = lookup;
  }

  next(): string | undefined {
    while (/\s/.test(this.#peek())) this.#at++;
    if (this.#at >= this.#text.length) return undefined;
    let word = '';
    while (this.#at < this.#text.length && !/\s/.test(this.#peek())) word += this.#piece();
    return word;
  }

  all(): string {
    let result = '';
    while (this.#at < this.#text.length) result += this.#piece();
    return result;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #take(): string {
    return this.#text.charAt(this.#at++);
  }

  #piece(): string {
    const character = this.#take();
    if (character === "'") return this.#until("'", () => this.#take());
    if (character === '"') return this.#until('"', () => this.#withinQuotes());
    if (character === ESCAPE) return this.#take();
    if (character === '$') return this.#variable();
    return character;
  }

  #until(end: string, read: () => string): string {
    let result = '';
    while (this.#at < this.#text.length && this.#peek() !== end) result += read();
    this.#at++;
    return result;
  }

  #withinQuotes(): string {
    const character = this.#take();
    if (character === '$') return this.#variable();
    if (character === ESCAPE && ['"', '$', ESCAPE].includes(this.#peek())) return this.#take();
    return character;
  }

  /** `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+instead}`. */
  #variable(): string {
    const rest = this.#text.slice(this.#at);
    const { plain, name, sign, word } =
      /^(?:(?<plain>[A-Za-z_]\w*)|\{(?<name>[A-Za-z_]\w*)(?::(?<sign>[-+])(?<word>[^}]*))?\})/.exec(rest)
        ?.groups ?? {};
    if (plain !== undefined) {
      this.#at += plain.length;
      return this.#lookup(plain) ?? '';
    }
    if (name === undefined) return '$';
    this.#at += rest.indexOf('}') + 1;
    const value = this.#lookup(name) ?? '';
    if (sign === '-') return value === '' ? expand(word ?? '', this.#lookup) : value;
    if (sign === '+') return value === '' ? '' : expand(word ?? '', this.#lookup);
    return value;
  }
}
