import type { IncomingMessage } from 'node:http';
import { isDigest } from '../blobs.ts';
import type { Context } from '../context.ts';
import { type Manifest, parseManifest } from '../manifest.ts';
import { missingFrom, putManifest } from '../put-manifest.ts';
import type { Repository } from '../repository.ts';
import { RegistryError } from './errors.ts';
import type { Exchange } from './exchange.ts';

/** Bytes of the largest manifest taken (OCI distribution specification: "at least 4 megabytes"). */
const MAXIMUM_MANIFEST_BYTES = 4 * 1024 * 1024;

/** `GET` and `HEAD` of `/v2/NAME/manifests/REFERENCE`. */
export function serveManifest(
  { clock }: Context,
  repository: Repository,
  { request, response }: Exchange,
  reference: string,
): void {
  const image = repository.find(reference);
  if (!image) throw new RegistryError(404, 'MANIFEST_UNKNOWN', 'Requested image not found');
  const { content, digest, mediaType } = image.manifest;
  response.writeHead(200, {
    'content-type': mediaType,
    'content-length': content.length,
    'docker-content-digest': digest,
  });
  if (request.method === 'HEAD') response.end();
  else {
    image.lastPull = clock.date();
    response.end(content);
  }
}

/** `PUT /v2/NAME/manifests/REFERENCE`: this is what makes a push complete. */
export async function takeManifest(
  context: Context,
  repository: Repository,
  { request, response, name }: Exchange,
  reference: string,
): Promise<void> {
  const manifest = parse(await readBody(request), request.headers['content-type']);
  const tag = isDigest(reference) ? undefined : reference;
  if (tag === undefined && manifest.digest !== reference)
    throw new RegistryError(400, 'DIGEST_INVALID', `the manifest has the digest ${manifest.digest}`);
  const { layers, images } = missingFrom(context, repository, manifest);
  const [missing] = [...layers, ...images];
  if (missing !== undefined)
    throw new RegistryError(400, 'MANIFEST_BLOB_UNKNOWN', `${missing} is not in the repository '${name}'`);
  // ECR refuses an immutable tag even for the same image (moby/buildkit#3776).
  if (tag !== undefined && repository.digests.has(tag) && repository.isImmutable(tag))
    throw new RegistryError(
      400,
      'TAG_INVALID',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the repository is immutable.`,
    );
  putManifest(context, repository, manifest, tag);
  response
    .writeHead(201, {
      location: `/v2/${name}/manifests/${manifest.digest}`,
      'docker-content-digest': manifest.digest,
      'content-length': 0,
    })
    .end();
}

function parse(content: Buffer, mediaType: string | undefined): Manifest {
  try {
    return parseManifest(content, mediaType);
  } catch (error) {
    throw new RegistryError(
      400,
      'MANIFEST_INVALID',
      error instanceof Error ? error.message : 'the manifest cannot be read',
    );
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    // Without an encoding set, a request gives buffers.
    const piece: Buffer = chunk;
    size += piece.length;
    if (size > MAXIMUM_MANIFEST_BYTES)
      throw new RegistryError(413, 'SIZE_INVALID', `a manifest has ${MAXIMUM_MANIFEST_BYTES} bytes at most`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}
