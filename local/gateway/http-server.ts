import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordDeparture } from './departures.ts';
import { readBody, toWireRequest } from './http-request.ts';
import { ConnectionCut } from './interceptor.ts';
import { isLocalHost } from './local-host.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { AwsError } from './service.ts';
import { writeFault } from './wire/fault.ts';

/** What is served on the same port beside AWS's APIs. Tried in order, before them. */
export interface SideRoute {
  matches(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** What answers at the port. */
interface Served {
  readonly routes: readonly SideRoute[];
  answer(request: WireRequest): Promise<WireResponse>;
}

/** Functions keep their connections longer than Node's default of 5 s would let them. */
const KEEP_ALIVE_MS = 65_000;

const TOO_LARGE: WireResponse = {
  status: 413,
  headers: { 'content-type': 'text/plain', connection: 'close' },
  body: 'request too large',
};

/**
 * The port on 127.0.0.1: whole requests for AWS's APIs, and what is served beside them as it comes. It can be opened before
 * there is anything to serve, so that nobody else takes it; it answers 503 until then, which AWS's clients try again.
 */
export class HttpServer {
  #served: Served | undefined;
  readonly #server: http.Server;

  constructor() {
    this.#server = http.createServer((request, response) => this.#accept(request, response));
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  serve(served: Served): void {
    this.#served = served;
  }

  /** @param port 0 for any free one. @throws Error when it is taken */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #accept(request: IncomingMessage, response: ServerResponse): void {
    this.#handle(request, response).catch((error: unknown) => {
      // Whoever has gone away before the end of a request is no fault of ours.
      if (request.complete && !(error instanceof ConnectionCut)) {
        recordDeparture(`${request.method} ${request.url} could not be answered: ${String(error)}`);
        console.error('local cloud: a request could not be answered:', error);
      }
      response.destroy();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLocalHost(request.headers.host)) {
      response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
      response.end('The local cloud answers to 127.0.0.1 and to names under localhost only.\n');
      return;
    }
    const served = this.#served;
    if (!served) {
      response.writeHead(503, { 'content-type': 'text/plain', connection: 'close', 'retry-after': '1' });
      response.end('The local cloud is starting.\n');
      return;
    }
    const side = served.routes.find((route) => route.matches(request));
    if (side) {
      side.handle(request, response);
      return;
    }
    const body = await readBody(request);
    const answer = body === undefined ? TOO_LARGE : await answerBody(served, request, body);
    const headers = { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)) };
    // A description of an object has the length of the object, and no body.
    response.writeHead(answer.status, request.method === 'HEAD' ? { ...answer.headers } : headers);
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }
}

async function answerBody(served: Served, request: IncomingMessage, body: Buffer): Promise<WireResponse> {
  try {
    return await served.answer(toWireRequest(request, body));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // What cannot be read is of no service; this is the oldest way to say so.
    return writeFault(undefined, 'restXml', error, randomUUID());
  }
}
