import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Target } from '../targets/target.ts';
import type { ForwardOptions } from './forward.ts';
import { requestHeaders } from './headers.ts';
import { page, titleOf } from './pages.ts';

/** Takes a WebSocket (or another upgrade) through: after the handshake bytes go both ways until one side ends. */
export function forwardUpgrade(
  target: Target,
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
  options: ForwardOptions,
): void {
  const finish = target.begin();
  client.once('close', finish);
  const endpoint = target.endpoint();
  if (!endpoint) {
    refuse(client, 502);
    return;
  }
  const upstream = httpRequest({
    host: endpoint.host,
    port: endpoint.port,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: {
      ...requestHeaders(request, options.port),
      connection: 'Upgrade',
      upgrade: request.headers.upgrade,
    },
    agent: false,
  });
  upstream.on('upgrade', (answer, socket, first) => {
    client.write(statusLine(answer));
    if (first.length > 0) client.write(first);
    if (head.length > 0) socket.write(head);
    socket.pipe(client).pipe(socket);
    for (const [one, other] of [
      [socket, client],
      [client, socket],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  // A target that does not upgrade answers as to any request.
  upstream.on('response', (answer) => {
    client.write(statusLine(answer));
    answer.pipe(client);
  });
  upstream.on('error', () => refuse(client, 502));
  client.on('error', () => upstream.destroy());
  upstream.end();
}

export function refuse(client: Duplex, status: number): void {
  const body = page(status);
  client.end(
    `HTTP/1.1 ${titleOf(status)}\r\nServer: awselb/2.0\r\nContent-Type: text/html\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function statusLine(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`];
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2)
    lines.push(`${answer.rawHeaders[index]}: ${answer.rawHeaders[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
