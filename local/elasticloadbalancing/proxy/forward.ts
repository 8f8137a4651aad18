import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Target } from '../targets/target.ts';
import { hasBody, requestHeaders, responseHeaders } from './headers.ts';
import { answerPage } from './pages.ts';

/** Methods that may be sent again when nothing was answered (RFC 9110, 9.2.2), of those that carry no body. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface ForwardOptions {
  /** The listener's, for X-Forwarded-Port. */
  readonly port: number;
  /** Milliseconds without a byte from the target after which the client gets a 504. */
  readonly idleTimeout: number;
}

/**
 * Sends a request to a target and its answer back, both as they come.
 *
 * A kept connection may be closed by the target at the moment a request is put on it. Only requests that may be
 * repeated go over kept connections, and are sent once more over a new one then; all others get a new one at once.
 */
export function forward(
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
  options: ForwardOptions,
): void {
  response.once('close', target.begin());
  const endpoint = target.endpoint();
  if (!endpoint) {
    answerPage(response, 502);
    return;
  }
  const mayRepeat = repeatable.has(request.method ?? '') && !hasBody(request);

  const send = (kept: boolean) => {
    let timedOut = false;
    const upstream = httpRequest({
      host: endpoint.host,
      port: endpoint.port,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: requestHeaders(request, options.port),
      agent: kept ? target.agent : false,
      timeout: options.idleTimeout,
    });
    upstream.on('timeout', () => {
      timedOut = true;
      upstream.destroy(new Error('the target was silent for too long'));
    });
    upstream.on('response', (incoming) => {
      response.writeHead(
        incoming.statusCode ?? 502,
        incoming.statusMessage,
        responseHeaders(incoming.rawHeaders, incoming.headers.connection),
      );
      response.flushHeaders();
      // An answer that breaks off breaks off for the client as well; pipeline destroys the other side.
      pipeline(incoming, response, () => undefined);
    });
    upstream.on('error', () => {
      if (response.destroyed) return;
      if (kept && upstream.reusedSocket && !timedOut && !response.headersSent) send(false);
      else answerPage(response, timedOut ? 504 : 502);
    });
    response.once('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    if (hasBody(request)) request.pipe(upstream);
    else upstream.end();
  };
  send(mayRepeat);
}
