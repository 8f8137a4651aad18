import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Integration } from '@aws-sdk/client-apigatewayv2';
import { AwsError } from '../../gateway/service.ts';
import type { HttpApi } from '../apis.ts';
import type { Context } from '../context.ts';
import { functionAnswer, type HttpAnswer, messageAnswer } from './function-answer.ts';
import { matchRoute, type RouteMatch } from './match-route.ts';
import { newRequestId, requestEvent, type WholeRequest } from './request-event.ts';

/** HTTP API quotas: bytes of a body; milliseconds of an integration, real ones. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;

/** Serves a request for an HTTP API. */
export function serve(
  context: Context,
  message: IncomingMessage,
  response: ServerResponse,
  apiId: string,
): void {
  const requestId = newRequestId();
  answer(context, message, apiId, requestId)
    .catch((error: unknown) => {
      console.error(`local cloud: API Gateway failed at ${message.method} ${message.url}:`, error);
      return messageAnswer(500, 'Internal Server Error');
    })
    .then(({ status, headers, body }) => {
      response.writeHead(status, {
        ...headers,
        'apigw-requestid': requestId,
        'content-length': String(body.length),
      });
      response.end(message.method === 'HEAD' ? undefined : body);
    });
}

async function answer(
  context: Context,
  message: IncomingMessage,
  apiId: string,
  requestId: string,
): Promise<HttpAnswer> {
  const received = context.clock.date();
  const api = context.apis.find(apiId);
  const stage = api?.stages.get('$default');
  if (!api || !stage) return messageAnswer(404, 'Not Found');
  const body = await readBody(message);
  if (!body) return messageAnswer(413, 'Request Entity Too Large');
  if (stage.bucket && !stage.bucket.take(received.getTime())) return messageAnswer(429, 'Too Many Requests');
  const url = new URL(message.url ?? '/', `http://${message.headers.host ?? apiId}`);
  const path = decoded(url.pathname);
  const match = matchRoute(api.routes.values(), message.method ?? 'GET', path);
  if (!match) return messageAnswer(404, 'Not Found');
  const integration = api.integrations.get(match.route.Target?.replace(/^integrations\//, '') ?? '');
  if (!integration) return messageAnswer(500, 'Internal Server Error');
  return invoke(context, api, match, integration, { message, url, path, body, requestId, received });
}

async function invoke(
  { account, functions }: Context,
  api: HttpApi,
  match: RouteMatch,
  { IntegrationUri = '', TimeoutInMillis = INTEGRATION_TIMEOUT_MS }: Integration,
  request: WholeRequest,
): Promise<HttpAnswer> {
  const variables = api.stages.get('$default')?.stage.StageVariables;
  const event = requestEvent(account, api.id, { name: '$default', variables }, match, request);
  const invoked = functions.invoke(functionIn(IntegrationUri), JSON.stringify(event), {
    principal: 'apigateway.amazonaws.com',
    sourceArn: sourceArn(account, api.id, match.route.RouteKey ?? ''),
  });
  try {
    const outcome = await within(TimeoutInMillis, invoked);
    if (!outcome) return messageAnswer(503, 'Service Unavailable');
    if (outcome.functionError !== undefined) return messageAnswer(500, 'Internal Server Error');
    return functionAnswer(outcome.payload);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // Within API Gateway's limit, and beyond what Lambda takes.
    if (error.code === 'RequestTooLargeException') return messageAnswer(413, 'Request Entity Too Large');
    // On AWS the reason is in the access log; here whoever runs the cloud is told.
    console.error(`local cloud: ${match.route.RouteKey} cannot invoke its function: ${error.message}`);
    return error.code === 'TooManyRequestsException'
      ? messageAnswer(503, 'Service Unavailable')
      : messageAnswer(500, 'Internal Server Error');
  }
}

/** Undefined when it took longer; the function goes on nevertheless. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}

/** A function's ARN, or the path that REST APIs write it in. */
const functionIn = (uri: string) => /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;

const sourceArn = ({ region, id }: Context['account'], apiId: string, routeKey: string) =>
  `arn:aws:execute-api:${region}:${id}:${apiId}/$default/${routeKey.replace(/^ANY /, '*').replace(' ', '')}`;

/** Undefined when it is too large. It is read to its end nevertheless: who is still sending hears no answer. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
