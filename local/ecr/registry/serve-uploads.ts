import type { Blobs } from '../blobs.ts';
import { RegistryError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Uploads } from './uploads.ts';

/** `POST /v2/NAME/blobs/uploads/`: begins an upload, takes a whole blob, or finds that the blob is here already. */
export async function beginUpload(
  { request, response, query, name }: Exchange,
  blobs: Blobs,
  uploads: Uploads,
): Promise<void> {
  const mount = query.get('mount');
  const digest = query.get('digest');
  if (mount !== null && blobs.has(mount)) return created(response, name, mount);
  const id = uploads.start();
  if (digest === null) return accepted(response, name, id, 0);
  await uploads.append(id, request);
  uploads.finish(id, digest);
  created(response, name, digest);
}

/** `PATCH`, `PUT`, `GET` and `DELETE` of `/v2/NAME/blobs/uploads/ID`. */
export async function continueUpload(
  { request, response, query, name }: Exchange,
  id: string,
  uploads: Uploads,
): Promise<void> {
  switch (request.method) {
    case 'PATCH':
      return accepted(response, name, id, await uploads.append(id, request));
    case 'PUT': {
      const digest = query.get('digest');
      if (digest === null) throw new RegistryError(400, 'DIGEST_INVALID', 'the digest is missing');
      await uploads.append(id, request);
      uploads.finish(id, digest);
      return created(response, name, digest);
    }
    case 'GET':
      response.writeHead(204, progress(name, id, uploads.size(id))).end();
      return;
    case 'DELETE':
      uploads.cancel(id);
      response.writeHead(204).end();
      return;
    default:
      throw new RegistryError(405, 'UNSUPPORTED', `${request.method} is not supported here`);
  }
}

const progress = (name: string, id: string, size: number) => ({
  location: `/v2/${name}/blobs/uploads/${id}`,
  'docker-upload-uuid': id,
  range: `0-${Math.max(0, size - 1)}`,
});

function accepted(response: Exchange['response'], name: string, id: string, size: number): void {
  response.writeHead(202, { ...progress(name, id, size), 'content-length': 0 }).end();
}

function created(response: Exchange['response'], name: string, digest: string): void {
  response
    .writeHead(201, {
      location: `/v2/${name}/blobs/${digest}`,
      'docker-content-digest': digest,
      'content-length': 0,
    })
    .end();
}
