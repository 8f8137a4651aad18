import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AwsError } from '../../gateway/service.ts';

/** Milliseconds that an idle client connection is kept (`client_keep_alive.seconds` of an ALB is 3600 by default). */
const CLIENT_KEEP_ALIVE = 3_600_000;

/** A listener, as its port sees it. */
export interface PortUser {
  readonly dnsName: string;
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, client: Duplex, head: Buffer): void;
}

/**
 * The ports that are open on 127.0.0.1. On AWS each load balancer has addresses of its own; here several share a
 * port, and the Host header tells which one is meant. Where a port has one only, it gets every request.
 */
export class Ports {
  readonly #open = new Map<number, Promise<OpenPort>>();

  /**
   * @returns how to leave the port
   * @throws AwsError InvalidConfigurationRequestException when the port cannot be opened
   */
  async bind(port: number, user: PortUser): Promise<() => Promise<void>> {
    const opening = this.#open.get(port) ?? openPort(port);
    this.#open.set(port, opening);
    const open = await opening.catch((error) => {
      this.#open.delete(port);
      throw error;
    });
    open.users.push(user);
    return async () => {
      const index = open.users.indexOf(user);
      if (index >= 0) open.users.splice(index, 1);
      if (open.users.length > 0 || this.#open.get(port) !== opening) return;
      this.#open.delete(port);
      await close(open);
    };
  }

  async close(): Promise<void> {
    const opening = [...this.#open.values()];
    this.#open.clear();
    for (const port of opening) await port.then(close).catch(() => undefined);
  }
}

interface OpenPort {
  readonly server: Server;
  readonly users: PortUser[];
  readonly upgraded: ReadonlySet<Duplex>;
}

function openPort(port: number): Promise<OpenPort> {
  const users: PortUser[] = [];
  const upgraded = new Set<Duplex>();
  const server = createServer(
    { keepAliveTimeout: CLIENT_KEEP_ALIVE, requestTimeout: 0 },
    (request, response) => {
      const user = userFor(users, request.headers.host);
      if (user) user.handle(request, response);
      else unknownHost(response, users, port);
    },
  );
  server.on('upgrade', (request, client, head) => {
    // The server forgets a connection that it hands over; it must still end with the port.
    upgraded.add(client);
    client.once('close', () => upgraded.delete(client));
    const user = userFor(users, request.headers.host);
    if (user) user.upgrade(request, client, head);
    else client.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(port, error)));
    server.listen(port, '127.0.0.1', () => resolve({ server, users, upgraded }));
  });
}

function userFor(users: readonly PortUser[], host: string | undefined): PortUser | undefined {
  const name = host?.replace(/:\d+$/, '').toLowerCase();
  return users.find(({ dnsName }) => dnsName === name) ?? (users.length === 1 ? users[0] : undefined);
}

function unknownHost(response: ServerResponse, users: readonly PortUser[], port: number): void {
  const names = users.map(({ dnsName }) => `http://${dnsName}:${port}/`).join('\n');
  response.writeHead(404, { 'content-type': 'text/plain' });
  response.end(`Several local load balancers share this port. Ask one of them by its name:\n${names}\n`);
}

function refusal(port: number, error: NodeJS.ErrnoException): AwsError {
  const why =
    error.code === 'EADDRINUSE'
      ? 'another program listens there: end it, or give the listener another port'
      : error.code === 'EACCES'
        ? 'this user may not open it: give the listener a port from 1024 up'
        : error.message;
  return new AwsError(
    'InvalidConfigurationRequestException',
    `Port ${port} of 127.0.0.1 cannot be opened: ${why}`,
    { cause: error },
  );
}

function close({ server, upgraded }: OpenPort): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const client of upgraded) client.destroy();
  });
}
