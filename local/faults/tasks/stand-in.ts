import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../../network.ts';

/** How a container behaves in place of its program: it refuses connections, never answers, or answers a status. */
export type Manner = 'refuse' | 'hang' | { readonly status: number };

/** Stands on loopback in the place of a container, for as long as a fault makes that one behave otherwise. */
export class StandIn {
  readonly endpoint: Endpoint;
  readonly #server: Server;

  private constructor(endpoint: Endpoint, server: Server) {
    this.endpoint = endpoint;
    this.#server = server;
  }

  /** @param manner asked at each connection and at each request; undefined is as good as gone */
  static async listen(manner: () => Manner | undefined): Promise<StandIn> {
    const server = createServer((request, response) => {
      const now = manner();
      if (now === 'hang') return;
      if (now === undefined || now === 'refuse') {
        request.socket.destroy();
        return;
      }
      response.writeHead(now.status, { 'content-type': 'text/plain' });
      response.end(`${now.status}: a fault of the local cloud\n`);
    });
    server.on('connection', (socket) => {
      if (manner() === 'refuse') socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // What listens on a TCP port has an address with a port.
    const { port } = server.address() as AddressInfo;
    return new StandIn({ host: '127.0.0.1', port }, server);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
