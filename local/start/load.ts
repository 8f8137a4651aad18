import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clients at once, and the pause of each between two requests: a few hundred requests a second. */
const CLIENTS = 4;
const PAUSE_MS = 5;

/** Sends requests to an address all the time, as users would, and counts those that fail. */
export class Load {
  requests = 0;
  readonly failures: string[] = [];
  readonly #agent = new http.Agent({ keepAlive: true });
  readonly #pauseMs: number;
  #stopped = false;
  #clients: Promise<void>[] = [];

  constructor(pauseMs = PAUSE_MS) {
    this.#pauseMs = pauseMs;
  }

  start(url: string): void {
    this.#clients = Array.from({ length: CLIENTS }, () => this.#client(url));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }

  async #client(url: string): Promise<void> {
    while (!this.#stopped) {
      this.requests++;
      const answer = await get(url, this.#agent).catch((error: Error) => ({
        status: 0,
        body: error.message,
      }));
      if (answer.status !== 200)
        this.failures.push(`${new Date().toISOString()} ${answer.status} ${answer.body.slice(0, 80)}`);
      await sleep(this.#pauseMs);
    }
  }
}

/** Asks an address of the local cloud: curl and browsers resolve names under .localhost by themselves, Node does not. */
export function get(url: string, agent?: http.Agent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      url,
      {
        agent,
        lookup: (_, { all }, found) =>
          all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
  });
}
