import type { Server as HttpServer } from 'node:http';
import type { Http2Server } from 'node:http2';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { PemPair, PortUser } from './ports.ts';

/**
 * Ends TLS with the certificate of the listener that is meant, and gives what is inside to HTTP/1.1 or HTTP/2.
 * A client that names no host, or one that no certificate is for, gets the default certificate of the first listener
 * ("SSL certificates for your Application Load Balancer").
 */
export function tlsServer(
  users: readonly PortUser[],
  inside: { http1: HttpServer; http2: Http2Server },
): Server {
  const userOf = (name: string) =>
    users.find(({ dnsName, tls }) => dnsName === name || tls?.knows(name)) ?? users[0];
  const server = createServer({
    minVersion: 'TLSv1.2',
    SNICallback: (name, found) => {
      const context = userOf(name.toLowerCase())?.tls?.contextFor(name);
      if (context) found(null, context);
      else found(new Error('no listener is at this port any more'));
    },
    ALPNCallback: ({ servername, protocols }) => {
      const speaksHttp2 = userOf(servername?.toLowerCase() ?? '')?.tls?.http2;
      if (speaksHttp2 && protocols.includes('h2')) return 'h2';
      return protocols.includes('http/1.1') ? 'http/1.1' : undefined;
    },
  });
  let shown: PemPair | undefined;
  // Before the server's own listener: a client that names no host is shown the certificate that is set then.
  server.prependListener('connection', () => {
    const pair = users[0]?.tls?.default;
    if (pair && pair !== shown) server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' });
    shown = pair;
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2') inside.http2.emit('connection', socket);
    else inside.http1.emit('connection', socket);
  });
  // A client that breaks off its handshake, or does not trust the certificate.
  server.on('tlsClientError', () => undefined);
  return server;
}
