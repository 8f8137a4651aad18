import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Bytes before each piece: stream, three zeros, and the length (Docker Engine API, "Stream format"). */
const HEADER = 8;

/** Reads both streams of a container out of the one that the engine sends, until it ends. */
export async function readOutput(stream: Readable, onText: (text: string) => void): Promise<void> {
  // A character may be cut in two at any place, in each stream by itself.
  const decoders = new Map<number, StringDecoder>();
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt32BE(4);
      if (rest.length < end) break;
      const source = rest.readUInt8(0);
      const decoder = decoders.get(source) ?? new StringDecoder('utf8');
      decoders.set(source, decoder);
      const text = decoder.write(rest.subarray(HEADER, end));
      if (text !== '') onText(text);
      rest = rest.subarray(end);
    }
  }
}
