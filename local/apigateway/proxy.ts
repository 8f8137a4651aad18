import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account, Functions } from '../parts.ts';
import { findRoute, type HttpApi } from './apis.ts';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

// What is given to a function as text; all else is base64.
const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|graphql)|[^;]*\+(json|xml))/i;

interface ProxyResult {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Answers a request to an HTTP API through the function behind its route, with payload format 2.0. */
export async function proxy(
  { account, functions, api }: { account: Account; functions: Functions; api: HttpApi | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return answer(response, 413, 'Request Entity Too Large');
  const url = new URL(request.url ?? '/', 'http://api');
  const found = api && findRoute(api, request.method ?? 'GET', url.pathname);
  const integration = found && api.integrations.get(found.route.target.replace('integrations/', ''));
  if (!found || !integration) return answer(response, 404, 'Not Found');
  const payload = eventOf({
    account,
    request,
    url,
    body,
    api,
    routeKey: found.route.key,
    variables: found.variables,
  });
  const timeout = new Promise<'timeout'>((resolve) => {
    setTimeout(() => resolve('timeout'), integration.timeoutMs).unref();
  });
  const result = await Promise.race([
    functions.invoke(integration.functionArn, JSON.stringify(payload)),
    timeout,
  ]).catch(() => undefined);
  if (result === 'timeout') return answer(response, 503, 'Service Unavailable');
  if (result === undefined || result.functionError !== undefined)
    return answer(response, 500, 'Internal Server Error');
  send(response, JSON.parse(result.payload));
}

/** The body; undefined when it is larger than API Gateway takes. What comes after that is not kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function eventOf(given: {
  account: Account;
  request: IncomingMessage;
  url: URL;
  body: Buffer;
  api: HttpApi;
  routeKey: string;
  variables: Readonly<Record<string, string>>;
}) {
  const { account, request, url, body, api, routeKey, variables } = given;
  const { cookie, ...rest } = request.headers;
  const headers = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const query = [...new Set(url.searchParams.keys())].map((name) => [
    name,
    url.searchParams.getAll(name).join(','),
  ]);
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain');
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers: {
      ...headers,
      'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1',
      'x-forwarded-port': String(request.socket.localPort ?? 80),
      'x-forwarded-proto': 'http',
    },
    ...(query.length > 0 ? { queryStringParameters: Object.fromEntries(query) } : {}),
    ...(Object.keys(variables).length > 0 ? { pathParameters: variables } : {}),
    requestContext: {
      accountId: account.id,
      apiId: api.id,
      domainName: headers.host?.split(':')[0] ?? '',
      domainPrefix: api.id,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: clfTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** `12/Mar/2020:19:03:58 +0000` */
function clfTime(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function send(response: ServerResponse, result: unknown): void {
  const isProxyResult = typeof result === 'object' && result !== null && 'statusCode' in result;
  // Anything that is no such result is the body itself.
  const {
    statusCode = 200,
    headers = {},
    cookies = [],
    body = '',
    isBase64Encoded = false,
  }: ProxyResult = isProxyResult
    ? (result as ProxyResult)
    : {
        body: typeof result === 'string' ? result : JSON.stringify(result),
        headers: { 'content-type': 'application/json' },
      };
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  response.writeHead(statusCode, {
    'content-type': 'text/plain; charset=utf-8',
    ...Object.fromEntries(named),
    ...(cookies.length > 0 ? { 'set-cookie': [...cookies] } : {}),
    'content-length': content.length,
  });
  response.end(content);
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message }));
}
