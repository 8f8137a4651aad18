import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connection } from './connection.ts';
import { type Exchange, overHttp1 } from './exchange.ts';
import { passBack, type Way } from './forward.ts';
import { answerPage } from './pages.ts';

/** A handshake that asks for a WebSocket or another protocol; its answer ends the connection unless it is accepted. */
export interface Handshake {
  readonly exchange: Exchange;
  readonly client: Duplex;
  /** What came right after the head. */
  readonly first: Buffer;
  /** The connection is no longer HTTP: what is written to it goes through as it is. */
  takeOver(): void;
}

export function handshake(
  request: IncomingMessage,
  client: Duplex,
  first: Buffer,
  connection: Connection,
): Handshake {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // The server gives the plain socket of the connection, or the TLS one; both are the request's own.
  response.assignSocket(request.socket);
  response.once('finish', () => client.end());
  client.on('error', () => client.destroy());
  return {
    exchange: overHttp1(request, response, connection),
    client,
    first,
    takeOver: () => response.detachSocket(request.socket),
  };
}

/** Takes a handshake through: once the target has accepted it, bytes go both ways until one side ends. */
export function forwardUpgrade({ exchange, client, first, takeOver }: Handshake, way: Way): void {
  const { request, connection } = exchange;
  let other: Duplex | undefined;
  let isOpen = false;
  const upstream = way.target.request({
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: [...way.headers, 'Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? ''],
    kept: false,
  });
  const stop = (status: number) => {
    if (isOpen) client.destroy();
    else answerPage(exchange, status, way.pageHeaders);
    upstream?.destroy();
    other?.destroy();
  };
  const endWaiting = connection.waitFor(() => stop(504));
  const endFlight = way.target.begin(() => stop(502));
  client.once('close', () => {
    endWaiting();
    endFlight();
    upstream?.destroy();
    other?.destroy();
  });
  if (!upstream) {
    stop(502);
    return;
  }
  upstream.on('upgrade', (answer, socket, head) => {
    isOpen = true;
    other = socket;
    takeOver();
    client.write(headOf(answer));
    if (head.length > 0) client.write(head);
    if (first.length > 0) socket.write(first);
    for (const [one, opposite] of [
      [socket, client],
      [client, socket],
    ] as const) {
      one.on('data', () => connection.touch());
      one.pipe(opposite);
      one.on('error', () => opposite.destroy());
      one.on('close', () => opposite.destroy());
    }
  });
  // A target that does not upgrade answers as to any request.
  upstream.on('response', (answer) => passBack(exchange, answer, way));
  upstream.on('error', () => {
    if (!exchange.isAnswered && !isOpen) stop(502);
  });
  upstream.end();
}

function headOf(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`];
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2)
    lines.push(`${answer.rawHeaders[index]}: ${answer.rawHeaders[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
