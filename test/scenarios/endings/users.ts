import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands where users come in, before the load balancer: answers as a test says, whatever runs. */
export interface Front {
  /** For `health.url`. */
  readonly url: string;
  status: number;
  close(): void;
}

export async function startFront(): Promise<Front> {
  const server = http.createServer((_, response) => response.writeHead(front.status).end('from the front'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const front: Front = {
    // The probe takes names with this ending for this machine's.
    url: `http://front.elb.localhost:${port}`,
    status: 200,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return front;
}
