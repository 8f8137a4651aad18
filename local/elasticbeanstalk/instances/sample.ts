import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../../network.ts';

/** The application that an environment has for which none was named: a page that says so. */
export class Sample {
  readonly #server: Server;
  readonly endpoint: Endpoint;

  private constructor(server: Server, endpoint: Endpoint) {
    this.#server = server;
    this.endpoint = endpoint;
  }

  static async start(): Promise<Sample> {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end('Congratulations: your Elastic Beanstalk environment runs the sample application.\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    // What listens on a TCP port has an address with a port.
    const { port } = server.address() as AddressInfo;
    return new Sample(server, { host: '127.0.0.1', port });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
