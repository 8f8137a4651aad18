import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Exchange } from './exchange.ts';
import { traceId } from './trace-id.ts';

/** Headers that are for one connection only (RFC 9110, 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);
/** What the load balancer writes itself, whatever the client says. */
const own = new Set(['x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id', 'host']);

/** How the listener at which a request came in changes headers. */
export interface HeaderSettings {
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** The load balancer's, by AWS's keys. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** What the target gets, names and values by turns ("HTTP headers and Application Load Balancers"). */
export function requestHeaders(exchange: Exchange, settings: HeaderSettings): string[] {
  const { request } = exchange;
  const { rawHeaders, headers } = request;
  const { attributes, port, protocol } = settings;
  const named = namedByConnection(headers.connection);
  const forwardedMode = attributes.get('routing.http.xff_header_processing.mode');
  const dropInvalid = attributes.get('routing.http.drop_invalid_header_fields.enabled') === 'true';
  const kept: string[] = ['Host', hostFor(exchange, settings)];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || own.has(lower) || named.has(lower) || lower.startsWith(':')) continue;
    if (lower === 'x-forwarded-for' && forwardedMode !== 'preserve') continue;
    if (dropInvalid && !/^[A-Za-z0-9-]+$/.test(name)) continue;
    kept.push(name, rawHeaders[index + 1] ?? '');
  }
  if (forwardedMode === 'append') {
    const before = headers['x-forwarded-for'];
    const client = clientOf(exchange, attributes);
    kept.push('X-Forwarded-For', before === undefined ? client : `${before}, ${client}`);
  }
  kept.push('X-Forwarded-Proto', protocol.toLowerCase(), 'X-Forwarded-Port', String(port));
  const trace = headers['x-amzn-trace-id'];
  kept.push('X-Amzn-Trace-Id', traceId(trace === undefined ? undefined : String(trace)));
  if (hasBody(exchange) && headers['content-length'] === undefined) kept.push('Transfer-Encoding', 'chunked');
  if (
    protocol === 'HTTPS' &&
    attributes.get('routing.http.x_amzn_tls_version_and_cipher_suite.enabled') === 'true'
  )
    kept.push(...tlsHeaders(request.socket as TLSSocket));
  return kept;
}

/** What the client gets, in the order and the case of the target. */
export function responseHeaders({ rawHeaders, headers }: IncomingMessage): string[] {
  const named = namedByConnection(headers.connection);
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    if (!hopByHop.has(lower) && !named.has(lower)) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}

export function hasBody({ request }: Exchange): boolean {
  const { headers } = request;
  if ('stream' in request) return !request.stream.endAfterHeaders;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

const nobody: ReadonlySet<string> = new Set();

const namedByConnection = (connection: string | undefined): ReadonlySet<string> =>
  connection === undefined ? nobody : new Set(connection.split(',').map((name) => name.trim().toLowerCase()));

/** By default the port of a listener that is not the protocol's own is added where the client left it out. */
function hostFor({ request }: Exchange, { port, protocol, attributes }: HeaderSettings): string {
  const host = ('authority' in request ? request.authority : request.headers.host) ?? '';
  if (attributes.get('routing.http.preserve_host_header.enabled') === 'true') return host;
  const isUsual = port === (protocol === 'HTTPS' ? 443 : 80);
  return host === '' || isUsual || /:\d+$/.test(host) ? host : `${host}:${port}`;
}

function clientOf({ address, request }: Exchange, attributes: ReadonlyMap<string, string>): string {
  if (attributes.get('routing.http.xff_client_port.enabled') !== 'true') return address;
  return `${address}:${request.socket.remotePort}`;
}

/** Named as "HTTPS listener attributes" has them. */
function tlsHeaders(socket: TLSSocket): string[] {
  return [
    ...['X-Amzn-Tls-Version', (socket.getProtocol() ?? '').replace(/^TLSv(1\.\d)$/, 'TLSv$1')],
    ...['X-Amzn-Tls-Cipher-Suite', socket.getCipher().standardName],
  ];
}
