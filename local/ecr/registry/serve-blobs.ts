import { pipeline } from 'node:stream/promises';
import type { Blobs } from '../blobs.ts';
import { RegistryError } from './errors.ts';
import type { Exchange } from './exchange.ts';

/** `GET` and `HEAD` of `/v2/NAME/blobs/DIGEST`. */
export async function serveBlob(
  { request, response }: Exchange,
  digest: string,
  blobs: Blobs,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new RegistryError(405, 'UNSUPPORTED', 'blobs are not deleted through the registry');
  if (!blobs.has(digest)) throw new RegistryError(404, 'BLOB_UNKNOWN', `there is no blob ${digest}`);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': blobs.size(digest),
    'docker-content-digest': digest,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(blobs.read(digest), response);
}
