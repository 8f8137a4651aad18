import { type HttpEvent, type Refused, refused } from './http.ts';

/** Push payloads of GitHub are a few ten KB, commands far less. API Gateway would let 10 MB through. */
const MAX_BODY_BYTES = 1024 * 1024;

export type RawBody = { readonly kind: 'body'; readonly bytes: Buffer } | Refused;

/** The bytes as they were sent: what a signature is over. */
export function readRawBody({ body = '', isBase64Encoded = false }: HttpEvent): RawBody {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length <= MAX_BODY_BYTES) return { kind: 'body', bytes };
  return refused(413, `The body has ${bytes.length} bytes; at most ${MAX_BODY_BYTES} are taken.`);
}

/** The bytes as text; undefined when they are not UTF-8, which JSON and forms always are. */
export function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The JSON value in the bytes. */
export function jsonOf(bytes: Buffer | string): { readonly kind: 'json'; readonly value: unknown } | Refused {
  const text = typeof bytes === 'string' ? bytes : textOf(bytes);
  if (text === undefined) return refused(400, 'The body is not UTF-8 text.');
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch (error) {
    // The parser quotes what it found: only what the caller sent.
    return refused(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
