import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import type { Git } from './git/index.ts';

const MAX_BODY_BYTES = 64 * 1024;

const repositoryRequest = z.strictObject({
  /** `OWNER/NAME` */
  name: z.string(),
  webhooks: z.optional(z.array(z.strictObject({ url: z.url(), secret: z.string() }))),
});

/**
 * What the local cloud can be asked for that AWS has not: `POST /_local/repositories` makes a git repository,
 * with webhooks as GitHub's settings page would.
 */
export function createAdmin({ git }: { git: Git }) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, git).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      (error: Error) => {
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: error.message }));
      },
    );
  };
}

async function answer(request: IncomingMessage, git: Git): Promise<{ status: number; body: object }> {
  if (request.method !== 'POST' || request.url !== '/_local/repositories') {
    return {
      status: 404,
      body: { error: 'there is POST /_local/repositories {name, webhooks: [{url, secret}]}' },
    };
  }
  // A web page cannot send this type to another site unasked.
  if (request.headers['content-type'] !== 'application/json') {
    return { status: 415, body: { error: 'send it with content-type: application/json' } };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      return { status: 413, body: { error: `a request has at most ${MAX_BODY_BYTES} bytes` } };
    chunks.push(chunk);
  }
  const asked = repositoryRequest.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
  if (!asked.success) return { status: 400, body: { error: z.prettifyError(asked.error) } };
  const { name, webhooks = [] } = asked.data;
  const { url } = await git.createRepository(name, { webhooks });
  return { status: 201, body: { name, url } };
}
