import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Account } from '../../parts.ts';
import type { RouteMatch } from './match-route.ts';

/** A request that has come in whole. */
export interface WholeRequest {
  readonly message: IncomingMessage;
  readonly url: URL;
  /** Decoded. */
  readonly path: string;
  readonly body: Buffer;
  readonly requestId: string;
  readonly received: Date;
}

export const newRequestId = (): string => randomBytes(11).toString('base64url').slice(0, 15).concat('=');

/**
 * What a function gets: payload format 2.0.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function requestEvent(
  account: Account,
  apiId: string,
  stage: { name: string; variables: Readonly<Record<string, string>> | undefined },
  { route, pathParameters }: RouteMatch,
  request: WholeRequest,
): object {
  const { message, url, path, body, requestId, received } = request;
  const headers = headersOf(message, url.port);
  const cookies = message.headers.cookie?.split(/; */);
  const query = queryOf(url);
  const isBase64Encoded = body.length > 0 && !isText(message.headers['content-type']);
  const domainName = (message.headers.host ?? '').replace(/:\d+$/, '');
  return {
    version: '2.0',
    routeKey: route.RouteKey,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookies ? { cookies } : {}),
    headers,
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: account.id,
      apiId,
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: message.method,
        path,
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp: sourceOf(message),
        userAgent: message.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.RouteKey,
      stage: stage.name,
      time: timeOf(received),
      timeEpoch: received.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...(stage.variables ? { stageVariables: stage.variables } : {}),
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  };
}

/** Names in small letters, several values joined by commas; cookies have a place of their own. */
function headersOf(message: IncomingMessage, port: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct))
    if (name !== 'cookie' && values && !HOP_BY_HOP.has(name)) headers[name] = values.join(',');
  // The real time: it is an id, and nobody reads the time in it.
  const time = Math.floor(Date.now() / 1000).toString(16);
  const before = headers['x-forwarded-for'];
  return {
    'content-length': '0',
    ...headers,
    'x-amzn-trace-id': `Root=1-${time}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': before === undefined ? sourceOf(message) : `${before}, ${sourceOf(message)}`,
    'x-forwarded-port': port || '80',
    'x-forwarded-proto': 'http',
  };
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'expect']);

const sourceOf = ({ socket }: IncomingMessage) =>
  socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1';

function queryOf({ searchParams }: URL): Record<string, string> | undefined {
  const names = [...new Set(searchParams.keys())];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, searchParams.getAll(name).join(',')]));
}

/** Bodies of any other type are base64, forms among them. */
function isText(contentType = ''): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^(text\/.*|application\/(json|javascript|xml|.*\+json|.*\+xml))$/.test(type);
}

/** `21/Apr/2020:15:08:21 +0000` */
function timeOf(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
