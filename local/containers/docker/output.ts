import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Bytes before each piece: stream, three zeros, and the length (Docker Engine API, "Stream format"). */
const HEADER = 8;

/** Both streams of a container out of the one that the engine sends, over one connection after the other. */
export class Output {
  readonly #onText: (text: string) => void;
  // A character may be cut in two at any place, in each stream by itself.
  readonly #decoders = new Map<number, StringDecoder>();
  /** Bytes of each stream that were given on. */
  readonly #given = new Map<number, number>();

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  /** Reads on what begins with the next byte. Resolves with false where the connection was cut in its midst. */
  read(stream: Readable): Promise<boolean> {
    return this.#read(stream, new Map());
  }

  /** The same for what begins with the container: what was given on already is passed over. */
  readAgain(stream: Readable): Promise<boolean> {
    return this.#read(stream, new Map(this.#given));
  }

  async #read(stream: Readable, known: Map<number, number>): Promise<boolean> {
    let rest = Buffer.alloc(0);
    try {
      for await (const chunk of stream) {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        while (rest.length >= HEADER) {
          const end = HEADER + rest.readUInt32BE(4);
          if (rest.length < end) break;
          const source = rest.readUInt8(0);
          const piece = rest.subarray(HEADER, end);
          rest = rest.subarray(end);
          const passedOver = Math.min(known.get(source) ?? 0, piece.length);
          known.set(source, (known.get(source) ?? 0) - passedOver);
          this.#give(source, piece.subarray(passedOver));
        }
      }
      return rest.length === 0;
    } catch {
      return false;
    }
  }

  #give(source: number, piece: Buffer): void {
    const decoder = this.#decoders.get(source) ?? new StringDecoder('utf8');
    this.#decoders.set(source, decoder);
    this.#given.set(source, (this.#given.get(source) ?? 0) + piece.length);
    const text = decoder.write(piece);
    if (text !== '') this.#onText(text);
  }
}
