import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface FunctionAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

export interface Invocation {
  readonly name: string;
  readonly payload: Record<string, unknown>;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

type Environment = Record<string, string | undefined>;

const bin = fileURLToPath(new URL('../../cli/bin.mjs', import.meta.url));

/** AWS Lambda's Invoke over HTTP, with functions that a test answers for. */
export class FakeFunctions {
  readonly invocations: Invocation[] = [];
  answer: (invocation: Invocation) => FunctionAnswer = () => ({ body: {} });
  readonly #server = createServer(async (request, response) => {
    const name = decodeURIComponent(request.url?.split('/')[3] ?? '');
    const invocation: Invocation = { name, payload: JSON.parse(await text(request)) };
    this.invocations.push(invocation);
    const { status = 200, headers = {}, body } = this.answer(invocation);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Runs `slipway` as a user would, against these functions. */
  async slipway(words: readonly string[], environment: Environment = {}): Promise<Ended> {
    const child = this.spawn(words, environment);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, out, error };
  }

  spawn(words: readonly string[], environment: Environment = {}) {
    const { port } = this.#server.address() as AddressInfo;
    const env = {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'do-not-show-this',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    };
    return spawn(process.execPath, [bin, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }
}
