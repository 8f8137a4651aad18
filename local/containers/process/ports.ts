import { createServer } from 'node:net';

/**
 * Where the ports of containers really are. Below the range from which systems take ports for outgoing connections
 * (32768 on Linux, 49152 elsewhere), or under load one of those could sit on a port before its program listens.
 */
const FIRST = 20_000;
const LAST = 32_000;

/** Ports given to containers of this run. */
export class Ports {
  readonly #taken = new Set<number>();
  // Runs beside each other begin at different places, so that they rarely try the same port.
  #next = FIRST + Math.floor(Math.random() * (LAST - FIRST));

  /** @throws Error when none is free */
  async take(): Promise<number> {
    for (let tries = 0; tries <= LAST - FIRST; tries++) {
      const port = this.#next;
      this.#next = port === LAST ? FIRST : port + 1;
      if (this.#taken.has(port) || !(await isFree(port))) continue;
      this.#taken.add(port);
      return port;
    }
    throw new Error(`no port is free on 127.0.0.1 from ${FIRST} to ${LAST}`);
  }

  giveBack(port: number): void {
    this.#taken.delete(port);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
