import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Environment } from './environment.ts';

const PATH =
  /^\/([\w-]+)\/2018-06-01\/runtime\/(?:invocation\/(next)|invocation\/([\w-]+)\/(response|error)|init\/(error))$/;

/** The server behind AWS_LAMBDA_RUNTIME_API, for all functions' processes; the first part of the path tells them apart. */
export class RuntimeApi {
  readonly #environments = new Map<string, Environment>();
  readonly #server = http.createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });
  #listening: Promise<number> | undefined;

  /** Host, port and path for a new environment. */
  async address(id: string): Promise<string> {
    this.#listening ??= new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
      this.#server.unref();
    });
    return `127.0.0.1:${await this.#listening}/${id}`;
  }

  add(id: string, environment: Environment): void {
    this.#environments.set(id, environment);
  }

  remove(id: string): void {
    this.#environments.delete(id);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id = '', next, requestId, kind, init] = PATH.exec(request.url ?? '') ?? [];
    const environment = this.#environments.get(id);
    if (!environment) {
      response.writeHead(404).end();
      return;
    }
    if (next) {
      environment.next(response);
      return;
    }
    const payload = await text(request);
    if (init) environment.failInit(payload);
    else environment.complete(requestId ?? '', payload, kind === 'error');
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  }
}
