import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Connection } from './connection.ts';

/** What the answers of both have in common. */
export interface Body {
  write(chunk: Buffer): boolean;
  end(): unknown;
  end(text: string): unknown;
  once(event: 'close', listener: () => void): unknown;
  on(event: 'drain', listener: () => void): unknown;
  readonly destroyed: boolean;
  readonly writableFinished: boolean;
}

/** One request of a client and the way to answer it, over HTTP/1.1 or HTTP/2. */
export interface Exchange {
  readonly request: IncomingMessage | Http2ServerRequest;
  /** Its body is written here, once the head was sent. */
  readonly response: Body;
  readonly connection: Connection;
  /** Without a port; empty where the client named none. */
  readonly host: string;
  /** The client's address. */
  readonly address: string;
  /**
   * Sends the head of the answer.
   * @param headers names and values by turns
   */
  begin(status: number, message: string | undefined, headers: readonly string[]): void;
  /** Sends the head at once where no body followed it: a client may wait for it alone. */
  flush(): void;
  /** Whether the answer began. */
  readonly isAnswered: boolean;
  /** Ends it without an answer, or in the middle of one. */
  breakOff(): void;
}

export function overHttp1(
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
): Exchange {
  return {
    request,
    response,
    connection,
    host: hostOf(request.headers.host),
    address: request.socket.remoteAddress ?? '',
    begin(status, message, headers) {
      if (connection.isOld) response.shouldKeepAlive = false;
      if (message === undefined) response.writeHead(status, [...headers]);
      else response.writeHead(status, message, [...headers]);
    },
    flush() {
      if (!response.writableEnded) response.flushHeaders();
    },
    get isAnswered() {
      return response.headersSent;
    },
    breakOff: () => response.destroy(),
  };
}

/** HTTP/2 has no reason phrases, and a connection that is too old ends when its streams have. */
export function overHttp2(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  connection: Connection,
): Exchange {
  const { session } = request.stream;
  return {
    request,
    response,
    connection,
    host: hostOf(request.authority),
    address: session?.socket?.remoteAddress ?? '',
    begin(status, _message, headers) {
      for (let index = 0; index + 1 < headers.length; index += 2)
        response.appendHeader(headers[index] ?? '', headers[index + 1] ?? '');
      response.writeHead(status);
      if (connection.isOld) session?.close();
    },
    flush: () => undefined,
    get isAnswered() {
      return response.headersSent;
    },
    breakOff: () => response.stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  };
}

export const hostOf = (header: string | undefined): string =>
  (header ?? '').replace(/:\d+$/, '').toLowerCase();
