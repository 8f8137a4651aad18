import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a runtime is given to work on. */
export interface NextInvocation {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** Milliseconds since 1970, in real time: a process has as much of it as it takes. */
  readonly deadline: number;
  /** How far the cloud's clock was moved by hand, in milliseconds: the process's `Date` follows it. */
  readonly moved: number;
  readonly arn: string;
  readonly traceId: string;
  /** JSON. */
  readonly clientContext?: string;
}

/** What a runtime tells. */
export interface RuntimeListener {
  /** It has asked for an invocation: it is ready. */
  onReady(): void;
  onResponse(requestId: string, payload: string): void;
  onError(requestId: string, error: string): void;
  onInitError(error: string): void;
  /** Kilobytes, at most so far. */
  onMemory(kilobytes: number): void;
}

/** 6 MB and a little for the envelope (Lambda quotas, "Invocation payload"). */
export const MAX_RESPONSE_BYTES = 6_291_556;

/**
 * The Lambda Runtime API of one execution environment.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #server: http.Server;
  #listener: RuntimeListener | undefined;
  #waiting: ServerResponse | undefined;
  #next: NextInvocation | undefined;

  constructor() {
    this.#server = http.createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    // A runtime waits for its next invocation as long as it has to.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 0;
  }

  /** @returns `HOST:PORT`, as AWS_LAMBDA_RUNTIME_API has it */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        this.#server.unref();
        resolve(`127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
  }

  /** Whom to tell: the environment is made after the API that it is told by. */
  serve(listener: RuntimeListener): void {
    this.#listener = listener;
  }

  /** Gives the runtime its next invocation, now or as soon as it asks. */
  give(invocation: NextInvocation): void {
    this.#next = invocation;
    this.#hand();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #hand(): void {
    const { requestId, payload, deadline, moved, arn, traceId, clientContext } = this.#next ?? {};
    if (!this.#waiting || requestId === undefined) return;
    this.#waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(deadline),
      'lambda-runtime-invoked-function-arn': arn,
      'lambda-runtime-trace-id': traceId,
      ...(moved ? { 'local-clock-moved-ms': String(moved) } : {}),
      ...(clientContext === undefined ? {} : { 'lambda-runtime-client-context': clientContext }),
    });
    this.#waiting.end(payload);
    this.#waiting = undefined;
    this.#next = undefined;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/2018-06-01/runtime', '');
    if (path === '/invocation/next') {
      this.#waiting = response;
      this.#listener?.onReady();
      this.#hand();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const memory = Number(request.headers['local-max-memory-kilobytes']);
    if (memory > 0) this.#listener?.onMemory(memory);
    const [, requestId = '', kind] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (path === '/init/error') this.#listener?.onInitError(body.toString());
    else if (kind === 'response') return this.#respond(requestId, body, response);
    else if (kind === 'error') this.#listener?.onError(requestId, body.toString());
    else
      return end(response, 404, {
        errorType: 'NotFound',
        errorMessage: `no path ${path} in the Runtime API`,
      });
    end(response, 202, { status: 'OK' });
  }

  #respond(requestId: string, body: Buffer, response: ServerResponse): void {
    if (body.length <= MAX_RESPONSE_BYTES) {
      this.#listener?.onResponse(requestId, body.toString());
      end(response, 202, { status: 'OK' });
      return;
    }
    const error = {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
    };
    this.#listener?.onError(requestId, JSON.stringify(error));
    end(response, 413, error);
  }
}

function end(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
