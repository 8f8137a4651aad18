import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Target } from '../targets/target.ts';
import type { Exchange } from './exchange.ts';
import { hasBody } from './headers.ts';
import { answerPage } from './pages.ts';

/** Methods that may be sent again when nothing was answered (RFC 9110, 9.2.2), of those that carry no body. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Real milliseconds for a connection to a target, and for its TLS handshake ("Troubleshoot your Application Load
 * Balancers", HTTP 504 and 502).
 */
const CONNECTION_TIMEOUT = 10_000;

/** Where a request goes, and what is changed on the way. */
export interface Way {
  readonly target: Target;
  /** For the target, names and values by turns. */
  readonly headers: readonly string[];
  /** For the client. */
  readonly answerHeaders: (answer: IncomingMessage) => readonly string[];
  /** The load balancer's own headers for pages that it writes itself. */
  readonly pageHeaders: readonly string[];
}

/**
 * Sends a request to a target and its answer back, both as they come.
 *
 * A kept connection may be closed by the target at the moment a request is put on it. Only requests that may be
 * repeated go over kept connections, and are sent once more over a new one then; all others get a new one at once.
 */
export function forward(exchange: Exchange, way: Way): void {
  const { request, response, connection } = exchange;
  let upstream: ClientRequest | undefined;
  const fail = (status: number) => {
    answerPage(exchange, status, way.pageHeaders);
    upstream?.destroy();
  };
  const endWaiting = connection.waitFor(() =>
    // The client itself was silent in the middle of its request, or else the target was.
    fail(request.complete || exchange.isAnswered ? 504 : 408),
  );
  // A request that outlasts the deregistration delay of its target is a 502 as well.
  const endFlight = way.target.begin(() => fail(502));
  response.once('close', () => {
    endWaiting();
    endFlight();
    if (!response.writableFinished) upstream?.destroy();
  });
  const body = hasBody(exchange);

  const send = (kept: boolean) => {
    const sent = way.target.request({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: way.headers,
      kept,
    });
    if (!sent) return fail(502);
    upstream = sent;
    limitConnecting(sent, () => fail(504));
    sent.on('response', (answer) => passBack(exchange, answer, way));
    sent.on('error', () => {
      if (response.destroyed || exchange.isAnswered) return;
      if (kept && sent.reusedSocket) send(false);
      else fail(502);
    });
    if (!body) return sent.end();
    request.on('data', () => connection.touch());
    request.pipe(sent);
  };
  send(repeatable.has(request.method ?? '') && !body);
}

export function passBack(exchange: Exchange, answer: IncomingMessage, way: Way): void {
  const { response, connection } = exchange;
  if (exchange.isAnswered) {
    answer.destroy();
    return;
  }
  connection.touch();
  exchange.begin(answer.statusCode ?? 502, answer.statusMessage, way.answerHeaders(answer));
  // Most bodies come in this very turn, and then go out together with the head.
  setImmediate(() => exchange.flush());
  answer.on('data', (chunk: Buffer) => {
    connection.touch();
    if (!response.write(chunk)) answer.pause();
  });
  response.on('drain', () => {
    connection.touch();
    answer.resume();
  });
  answer.on('end', () => response.end());
  // An answer that breaks off breaks off for the client as well.
  answer.on('close', () => {
    if (!answer.complete) exchange.breakOff();
  });
  answer.on('error', () => exchange.breakOff());
}

/** A target that does not take the connection is a 504 after 10 s, one that refuses it a 502 at once. */
function limitConnecting(upstream: ClientRequest, onLimit: () => void): void {
  upstream.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(onLimit, CONNECTION_TIMEOUT).unref();
    const isReady = 'encrypted' in socket ? 'secureConnect' : 'connect';
    for (const event of [isReady, 'close']) socket.once(event, () => clearTimeout(timer));
  });
}
