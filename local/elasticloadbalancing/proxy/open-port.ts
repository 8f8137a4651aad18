import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { Server as NetServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { Connection } from './connection.ts';
import { type Exchange, hostOf, overHttp1, overHttp2 } from './exchange.ts';
import { pageAsBytes } from './pages.ts';
import { portRefusal } from './port-refusal.ts';
import type { PortUser } from './ports.ts';
import { ENTIRE_HEADER } from './refuse-request.ts';
import { tlsServer } from './tls-server.ts';
import { handshake } from './upgrade.ts';

/** "Listeners for your Application Load Balancers": requests in parallel on one HTTP/2 connection. */
const HTTP2_STREAMS = 128;

/** Names that are never anybody's but who has them: an environment that is gone answers nobody. */
const STRICT_NAMES = '.elasticbeanstalk.localhost';

interface PortDeps {
  readonly clock: Clock;
  /** Other names of users, by name. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Whether its one user gets what names somebody else, too. */
  readonly takesAll: boolean;
}

/** A port of 127.0.0.1 at which one or more listeners listen. */
export class OpenPort {
  readonly users: PortUser[] = [];
  readonly isSecure: boolean;
  readonly #port: number;
  readonly #deps: PortDeps;
  readonly #http: Server;
  readonly #http2: Http2Server;
  readonly #front: NetServer;
  readonly #sockets = new Set<Socket>();
  /** By socket or HTTP/2 session. */
  readonly #connections = new WeakMap<object, Connection>();

  private constructor(port: number, isSecure: boolean, deps: PortDeps) {
    this.#port = port;
    this.isSecure = isSecure;
    this.#deps = deps;
    this.#http = this.#serveHttp1();
    this.#http2 = this.#serveHttp2();
    this.#front = isSecure ? tlsServer(this.users, { http1: this.#http, http2: this.#http2 }) : this.#http;
    this.#front.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** @throws AwsError InvalidConfigurationRequestException when the port cannot be opened */
  static open(port: number, isSecure: boolean, deps: PortDeps): Promise<OpenPort> {
    const open = new OpenPort(port, isSecure, deps);
    return new Promise((resolve, reject) => {
      open.#front.once('error', (error: NodeJS.ErrnoException) => reject(portRefusal(port, error)));
      open.#front.listen(port, '127.0.0.1', () => resolve(open));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#front.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #serveHttp1(): Server {
    // The limits on headers and the time are AWS's, and are judged elsewhere: Node's own would be before them.
    const limits = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, requireHostHeader: false };
    const server = createServer({ ...limits, maxHeaderSize: 2 * ENTIRE_HEADER });
    server.on('connection', (socket: Socket) => this.#track(socket, socket, () => socket.end()));
    server.on('request', (request, response) => {
      const connection = this.#connections.get(request.socket);
      if (connection) this.#handle(overHttp1(request, response, connection));
    });
    server.on('upgrade', (request: IncomingMessage, client: Duplex, first: Buffer) => {
      const connection = this.#connections.get(request.socket);
      if (!connection) return client.destroy();
      const asked = handshake(request, client, first, connection);
      const user = this.#userFor(asked.exchange);
      if (user) user.upgrade(asked);
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
      if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
      socket.end(pageAsBytes(error.code === 'HPE_INVALID_TRANSFER_ENCODING' ? 501 : 400));
    });
    return server;
  }

  #serveHttp2(): Http2Server {
    const server = createHttp2Server({ settings: { maxConcurrentStreams: HTTP2_STREAMS } });
    server.on('session', (session: ServerHttp2Session) =>
      this.#track(session, session, () => session.close()),
    );
    // A session that a client breaks off is its own matter.
    server.on('sessionError', () => undefined);
    server.on('request', (request, response) => {
      const connection = request.stream.session && this.#connections.get(request.stream.session);
      if (connection) this.#handle(overHttp2(request, response, connection));
      else request.stream.close();
    });
    return server;
  }

  #track(key: object, emitter: Socket | ServerHttp2Session, close: () => void): void {
    const connection = new Connection(this.#deps.clock, close);
    this.#connections.set(key, connection);
    const onClose = () => connection.end();
    // Both have the event; their types have no common form.
    if ('pipe' in emitter) emitter.once('close', onClose);
    else emitter.once('close', onClose);
  }

  #handle(exchange: Exchange): void {
    this.#userFor(exchange)?.handle(exchange);
  }

  /** Whose request it is. Where that cannot be told, it says so to the client. */
  #userFor(exchange: Exchange): PortUser | undefined {
    const asked = hostOf(exchange.host);
    const name = this.#deps.aliases.get(asked) ?? asked;
    const only = this.users.length === 1 && (this.#deps.takesAll || !name.endsWith(STRICT_NAMES));
    const user =
      this.users.find(({ dnsName }) => dnsName === name) ??
      this.users.find(({ tls }) => tls?.knows(name)) ??
      (only ? this.users[0] : undefined);
    if (user) exchange.connection.use(user.limits);
    else this.#unknownHost(exchange);
    return user;
  }

  #unknownHost(exchange: Exchange): void {
    const scheme = this.isSecure ? 'https' : 'http';
    const names = this.users.map(({ dnsName }) => `${scheme}://${dnsName}:${this.#port}/`).join('\n');
    exchange.begin(404, undefined, ['Content-Type', 'text/plain']);
    exchange.response.end(
      `Several local load balancers share this port. Ask one of them by its name:\n${names}\n`,
    );
  }
}
