import type { IncomingMessage } from 'node:http';
import type { WireRequest } from './message.ts';
import { AwsError } from './service.ts';

/** More than any API here takes; a Lambda zip is uploaded to S3 in one piece. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** The whole body; undefined when it is too large. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws AwsError for a request that cannot be read: a malformed URL, chunks that are cut off */
export function toWireRequest(request: IncomingMessage, body: Buffer): WireRequest {
  const url = urlOf(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const chunked =
    headers['content-encoding']?.includes('aws-chunked') ||
    headers['x-amz-content-sha256']?.startsWith('STREAMING');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: chunked ? withoutChunks(body, headers['x-amz-decoded-content-length']) : body,
  };
}

function urlOf({ url = '/' }: IncomingMessage): URL {
  try {
    // Labels are taken out of the path percent-encoded, and decoded later: it is seen here that they can be.
    decodeURIComponent(url);
    // A path that begins with two slashes is no host name.
    return new URL(`http://gateway${url}`);
  } catch (cause) {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", { cause });
  }
}

/** Takes apart `aws-chunked`: each piece is `HEX-SIZE[;chunk-signature=…]\r\n…\r\n`, the last one has size 0. */
function withoutChunks(body: Buffer, announced: string | undefined): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, lineEnd).toString(), 16);
    if (lineEnd < 0 || !Number.isFinite(size) || size === 0) break;
    pieces.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  const whole = Buffer.concat(pieces);
  if (announced !== undefined && whole.length !== Number(announced))
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header',
    );
  return whole;
}
