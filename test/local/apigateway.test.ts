import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import {
  ApiGatewayV2Client,
  GetApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  NotFoundException,
} from '@aws-sdk/client-apigatewayv2';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createApiGateway } from '../../local/apigateway/index.ts';
import { Clock } from '../../local/clock.ts';
import type { Properties, Resource } from '../../local/cloudformation/provider.ts';
import { createGateway } from '../../local/gateway/index.ts';
import { AwsError } from '../../local/gateway/service.ts';
import type { InvocationSource } from '../../local/parts.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:web';
const account = { id: '000000000000', region: 'us-east-1', endpoint: '', folder: '' };
let invocations: { arn: string; event: APIGatewayProxyEventV2; source: InvocationSource | undefined }[] = [];
let answer: () => Promise<{ payload: string; functionError?: string }>;

const part = createApiGateway({
  account,
  clock: new Clock(),
  functions: {
    invoke(arn, payload, source) {
      invocations.push({ arn, event: JSON.parse(payload), source });
      return answer();
    },
  },
});

let client: ApiGatewayV2Client;
let closeGateway: () => Promise<void>;
let port: number;
let api: Resource;

beforeAll(async () => {
  const gateway = await createGateway({
    services: part.service ? [part.service] : [],
    identities: { callerOf: () => ({ arn: 'arn:aws:iam::000000000000:root', accountId: account.id }) },
    routes: [
      {
        matches: ({ headers }) => headers.host?.includes('.execute-api.') ?? false,
        handle: (request, response) =>
          part.handle(request, response, request.headers.host?.split('.')[0] ?? ''),
      },
    ],
  });
  port = await gateway.listen(0);
  account.endpoint = `http://127.0.0.1:${port}`;
  client = new ApiGatewayV2Client({
    endpoint: account.endpoint,
    region: account.region,
    credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  closeGateway = async () => {
    await gateway.close();
    expect(gateway.violations).toEqual([]);
  };
  api = await create('Api', { Name: 'pipeline', ProtocolType: 'HTTP', Tags: { application: 'slipway' } });
  await create('Stage', { ApiId: api.id, StageName: '$default', AutoDeploy: true });
  for (const key of ['POST /github', 'ANY /apps/{app}', 'GET /files/{path+}', 'GET /apps/first'])
    await route(key);
});
afterAll(() => closeGateway());
afterEach(() => {
  invocations = [];
});

async function create(type: string, properties: Properties): Promise<Resource> {
  const provider = part.resources?.[`AWS::ApiGatewayV2::${type}`];
  if (!provider) throw new Error(`no provider of ${type}`);
  return provider.create({ stackName: 'test', logicalId: type, generatedName: `test-${type}`, properties });
}

/** As osls writes it: an integration, and a route that targets it. */
async function route(RouteKey: string, more: Properties = {}): Promise<void> {
  const { id } = await create('Integration', {
    ApiId: api.id,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: FUNCTION,
    PayloadFormatVersion: '2.0',
    ...more,
  });
  await create('Route', { ApiId: api.id, RouteKey, Target: `integrations/${id}` });
}

interface Sent {
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** By hand: `fetch` hides cookies and joins headers, and its resolver does not know `*.localhost`. */
function send(method: string, path: string, { headers = {}, body }: Sent = {}) {
  const { host } = new URL(String(api.attributes.ApiEndpoint));
  return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { host, ...headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const returning = (value: unknown) => () => Promise.resolve({ payload: JSON.stringify(value) });

it('gives a function the request in payload format 2.0', async () => {
  answer = returning('hello');
  await send('POST', '/github?one=1&two=a%20b&two=c', {
    headers: { 'Content-Type': 'application/json', cookie: 'x=1; y=2', 'X-Several': ['a', 'b'] },
    body: '{"ref":"main"}',
  });
  const { host, hostname } = new URL(String(api.attributes.ApiEndpoint));
  expect(invocations[0]).toEqual({
    arn: FUNCTION,
    source: {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:us-east-1:000000000000:${api.id}/$default/POST/github`,
    },
    event: {
      version: '2.0',
      routeKey: 'POST /github',
      rawPath: '/github',
      rawQueryString: 'one=1&two=a%20b&two=c',
      cookies: ['x=1', 'y=2'],
      headers: {
        'content-length': '14',
        'content-type': 'application/json',
        host,
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': String(port),
        'x-forwarded-proto': 'http',
        'x-several': 'a,b',
      },
      queryStringParameters: { one: '1', two: 'a b,c' },
      requestContext: {
        accountId: '000000000000',
        apiId: api.id,
        domainName: hostname,
        domainPrefix: api.id,
        http: {
          method: 'POST',
          path: '/github',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: '',
        },
        requestId: expect.any(String),
        routeKey: 'POST /github',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"ref":"main"}',
      isBase64Encoded: false,
    },
  });
});

it.each([
  ['application/json; charset=utf-8', false],
  ['text/plain', false],
  ['application/x-www-form-urlencoded', true],
  ['application/octet-stream', true],
  [undefined, true],
])('gives the body of %s as text or base64, and unharmed', async (type, isBase64Encoded) => {
  answer = returning('ok');
  const body = isBase64Encoded ? Buffer.from([0, 255, 128, 97]) : Buffer.from('grüße');
  await send('POST', '/github', { headers: type === undefined ? {} : { 'content-type': type }, body });
  const event = invocations[0]?.event;
  expect(event?.isBase64Encoded).toBe(isBase64Encoded);
  expect(Buffer.from(event?.body ?? '', isBase64Encoded ? 'base64' : 'utf8')).toEqual(body);
});

it('takes the most specific route, and answers 404 without one', async () => {
  answer = returning('ok');
  for (const path of ['/apps/first', '/apps/second', '/files/a/b%20c']) await send('GET', path);
  expect(invocations.map(({ event }) => [event.routeKey, event.pathParameters])).toEqual([
    ['GET /apps/first', undefined],
    ['ANY /apps/{app}', { app: 'second' }],
    ['GET /files/{path+}', { path: 'a/b c' }],
  ]);
  const { status, text } = await send('GET', '/github');
  expect([status, text]).toEqual([404, '{"message":"Not Found"}']);
});

it('answers what the function returned: status, headers, cookies, bytes', async () => {
  answer = returning({
    statusCode: 201,
    headers: { 'X-Number': 42, 'Content-Type': 'image/png' },
    cookies: ['a=1; HttpOnly', 'b=2'],
    body: Buffer.from('bytes').toString('base64'),
    isBase64Encoded: true,
  });
  const whole = await send('POST', '/github');
  expect([whole.status, whole.text]).toEqual([201, 'bytes']);
  expect(whole.headers).toMatchObject({
    'x-number': '42',
    'content-type': 'image/png',
    'set-cookie': ['a=1; HttpOnly', 'b=2'],
    'apigw-requestid': expect.any(String),
  });
  answer = returning({ hello: 'world' });
  const plain = await send('POST', '/github');
  expect([plain.status, plain.headers['content-type'], plain.text]).toEqual([
    200,
    'application/json',
    '{"hello":"world"}',
  ]);
});

it.each([
  [
    'a function that fails',
    async () => ({ payload: '{"errorType":"Error"}', functionError: 'Unhandled' }),
    500,
  ],
  ['an answer without sense', returning({ statusCode: 'much' }), 500],
  ['a body that is no text', returning({ statusCode: 200, body: { a: 1 } }), 500],
  ['a missing permission', () => Promise.reject(new AwsError('AccessDeniedException', 'not allowed')), 500],
])('answers %s with a message that tells nothing', async (_, given, expected) => {
  answer = given;
  const { status, text } = await send('POST', '/github');
  expect([status, text]).toEqual([expected, '{"message":"Internal Server Error"}']);
});

it('waits for a function as long as the integration says', async () => {
  await route('GET /slow', { TimeoutInMillis: 50 });
  answer = () => new Promise(() => undefined);
  const { status, text } = await send('GET', '/slow');
  expect([status, text]).toEqual([503, '{"message":"Service Unavailable"}']);
});

it('refuses what is too large without asking the function', async () => {
  const { status, text } = await send('POST', '/github', { body: Buffer.alloc(10 * 1024 * 1024 + 1) });
  expect([status, text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  expect(invocations).toEqual([]);
  // What Lambda does not take is 413 as well: it takes 6 MB only.
  answer = () => Promise.reject(new AwsError('RequestTooLargeException', 'too large', { status: 413 }));
  expect((await send('POST', '/github', { body: '{}' })).status).toBe(413);
});

it('describes its APIs', async () => {
  const ApiId = api.id;
  const { Items: apis } = await client.send(new GetApisCommand({}));
  expect(apis?.map(({ Name, ApiEndpoint }) => [Name, ApiEndpoint])).toEqual([
    ['pipeline', `http://${ApiId}.execute-api.us-east-1.localhost:${port}`],
  ]);
  const { Items: routes } = await client.send(new GetRoutesCommand({ ApiId }));
  expect(routes?.map(({ RouteKey }) => RouteKey)).toContain('POST /github');
  const { Items: integrations } = await client.send(new GetIntegrationsCommand({ ApiId }));
  expect(integrations?.[0]).toMatchObject({ IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' });
  const { Items: stages } = await client.send(new GetStagesCommand({ ApiId }));
  expect(stages?.map(({ StageName }) => StageName)).toEqual(['$default']);
  await expect(client.send(new GetApiCommand({ ApiId: 'none' }))).rejects.toBeInstanceOf(NotFoundException);
});

it('refuses what it would have to leave out', async () => {
  await expect(create('Api', { Name: 'x', ProtocolType: 'WEBSOCKET' })).rejects.toThrow();
  await expect(
    create('Api', { Name: 'x', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['*'] } }),
  ).rejects.toThrow('CorsConfiguration');
  await expect(route('GET /github', { PayloadFormatVersion: '1.0' })).rejects.toThrow('PayloadFormatVersion');
  await expect(route('POST /github')).rejects.toThrow('already exists');
});
