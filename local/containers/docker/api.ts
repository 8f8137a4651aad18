import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import type { Readable } from 'node:stream';

/** An answer of the engine that is no success, in its own words. */
export class DockerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'DockerError';
    this.status = status;
  }
}

/** Where an engine listens, from a DOCKER_HOST; undefined for what only docker's own client can reach (ssh, TLS). */
export function addressOf(
  dockerHost: string,
): { socketPath: string } | { host: string; port: number } | undefined {
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) };
  if (!dockerHost.startsWith('tcp://')) return undefined;
  const { hostname, port } = new URL(dockerHost);
  return { host: hostname, port: Number(port || 2375) };
}

interface Options {
  readonly json?: unknown;
  readonly body?: Readable;
  readonly headers?: OutgoingHttpHeaders;
}

/** The Docker Engine API. Paths have no version: an engine then answers in its own. */
export class DockerApi {
  readonly #address: { socketPath: string } | { host: string; port: number };
  readonly #agent = new Agent({ keepAlive: true });

  constructor(address: { socketPath: string } | { host: string; port: number }) {
    this.#address = address;
  }

  /** The answer as it begins; the caller reads it. @throws DockerError for any status from 400 on */
  async open(method: string, path: string, options: Options = {}): Promise<IncomingMessage> {
    const body = options.json === undefined ? undefined : JSON.stringify(options.json);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(
        {
          ...this.#address,
          agent: this.#agent,
          method,
          path,
          headers: {
            ...(body === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
            ...options.headers,
          },
        },
        resolve,
      ).on('error', reject);
      if (options.body) options.body.on('error', reject).pipe(sent);
      else sent.end(body);
    });
    if ((answer.statusCode ?? 500) < 400) return answer;
    throw new DockerError(answer.statusCode ?? 500, messageIn(await textOf(answer)));
  }

  /** The whole answer. @throws DockerError */
  async call(method: string, path: string, options?: Options): Promise<string> {
    return textOf(await this.open(method, path, options));
  }

  /** As `call`, but a 404 is undefined. */
  async find(method: string, path: string, options?: Options): Promise<string | undefined> {
    try {
      return await this.call(method, path, options);
    } catch (error) {
      if (error instanceof DockerError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * For calls that tell their progress as a stream of JSON lines. Their errors come within it, with the status 200.
   * @throws DockerError
   */
  async follow(
    method: string,
    path: string,
    options?: Options,
    onText: (text: string) => void = () => undefined,
  ): Promise<void> {
    const text = await this.call(method, path, options);
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
      const progress: unknown = JSON.parse(line);
      if (typeof progress !== 'object' || progress === null) continue;
      if ('error' in progress) throw new DockerError(500, String(progress.error));
      if ('stream' in progress) onText(String(progress.stream));
      else if ('status' in progress && !('progress' in progress)) onText(`${progress.status}\n`);
    }
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function messageIn(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && 'message' in answer) return String(answer.message);
  } catch {
    // Not JSON: the text is all there is.
  }
  return text;
}
