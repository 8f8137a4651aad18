import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson } from './read-json.ts';
import type { AdminAnswer, AdminResource } from './resource.ts';

export type { AdminResource } from './resource.ts';

/**
 * What the local cloud can be asked for that AWS has not, as JSON under `/_local/`.
 * @param resources by the first segment of their path
 */
export function createAdmin(resources: Readonly<Record<string, AdminResource>>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, resources)
      .catch((error: Error): AdminAnswer => ({ status: 400, body: { error: error.message } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
  };
}

async function answer(
  request: IncomingMessage,
  resources: Readonly<Record<string, AdminResource>>,
): Promise<AdminAnswer> {
  const { method = '', url = '' } = request;
  const [, name = '', rest = ''] = /^\/_local\/([\w-]+)(?:\/([^?]*))?$/.exec(url) ?? [];
  const resource = Object.hasOwn(resources, name) ? resources[name] : undefined;
  const handle =
    method === 'GET' || method === 'POST' || method === 'DELETE' ? resource?.[method] : undefined;
  if (!handle) {
    const all = Object.values(resources).map(({ usage }) => usage);
    return { status: 404, body: { error: `there is ${all.join('; ')}` } };
  }
  // A web page cannot send this type to another site unasked, nor the method DELETE.
  if (method === 'POST' && request.headers['content-type'] !== 'application/json')
    return { status: 415, body: { error: 'send it with content-type: application/json' } };
  const read = await readJson(request);
  return 'refusal' in read ? read.refusal : handle({ rest, body: read.value });
}
