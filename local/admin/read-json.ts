import type { IncomingMessage } from 'node:http';
import type { AdminAnswer } from './resource.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The JSON of a request, or why it is not taken. @throws SyntaxError */
export async function readJson(
  request: IncomingMessage,
): Promise<{ readonly value: unknown } | { readonly refusal: AdminAnswer }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return refuse(413, `a request has at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (size === 0) return { value: undefined };
  return { value: JSON.parse(Buffer.concat(chunks).toString()) as unknown };
}

function refuse(status: number, error: string): { refusal: AdminAnswer } {
  return { refusal: { status, body: { error } } };
}
