import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '../context.ts';
import { authenticate } from './authenticate.ts';
import { answerError, RegistryError } from './errors.ts';
import { type Exchange, repositoryFor } from './exchange.ts';
import { reservedRepository } from './reserved.ts';
import { serveBlob } from './serve-blobs.ts';
import { serveManifest, takeManifest } from './serve-manifests.ts';
import { beginUpload, continueUpload } from './serve-uploads.ts';
import { Uploads } from './uploads.ts';

/** `/v2/NAME/…`, where the name may have slashes itself. */
const path = /^\/v2\/(?<name>.+)\/(?<kind>blobs\/uploads|blobs|manifests|tags)\/(?<rest>[^/]*)$/;

/** The OCI distribution API (docker push, pull and login), with ECR's login and errors. */
export function registryHandler(
  context: Context,
): (request: IncomingMessage, response: ServerResponse) => void {
  const uploads = new Uploads(context.blobs);
  const reserved = reservedRepository(context.repositories.host, context.clock.date());
  // What happens in the reserved repository is nobody's event.
  const silent = { ...context, events: { put: () => undefined } };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    const caller = authenticate(request, context.tokens);
    const url = new URL(request.url ?? '/', 'http://registry');
    if (/^\/v2\/?$/.test(url.pathname)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    const { name = '', kind, rest = '' } = path.exec(decodeURIComponent(url.pathname))?.groups ?? {};
    const exchange: Exchange = { request, response, query: url.searchParams, caller, name };
    const repository = (action: string) => repositoryFor(context, reserved, exchange, action);
    const { method } = request;
    if (kind === 'blobs/uploads' && rest === '' && method === 'POST') {
      repository('InitiateLayerUpload');
      await beginUpload(exchange, context.blobs, uploads);
    } else if (kind === 'blobs/uploads' && rest !== '') {
      repository(method === 'PUT' ? 'CompleteLayerUpload' : 'UploadLayerPart');
      await continueUpload(exchange, rest, uploads);
    } else if (kind === 'blobs') {
      repository(method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer');
      await serveBlob(exchange, rest, context.blobs);
    } else if (kind === 'manifests' && (method === 'GET' || method === 'HEAD')) {
      serveManifest(context, repository('BatchGetImage'), exchange, rest);
    } else if (kind === 'manifests' && method === 'PUT') {
      const target = repository('PutImage');
      await takeManifest(target === reserved ? silent : context, target, exchange, rest);
    } else if (kind === 'tags' && rest === 'list' && method === 'GET') {
      const tags = [...repository('ListImages').digests.keys()];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name, tags }));
    } else throw new RegistryError(405, 'UNSUPPORTED', `${method} ${url.pathname} is not supported`);
  }

  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      // What is left of a body must be read, or the client never reads the answer.
      request.resume();
      answerError(response, error);
    });
  };
}
