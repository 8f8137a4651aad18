import type { WireRequest } from './message.ts';
import type { OperationModel, ServiceModel, Wire } from './model.ts';
import { AwsError } from './service.ts';

/** Which operation of which service a request is for, and in which format it speaks. */
export interface Routed {
  readonly wire: Wire;
  readonly model?: ServiceModel;
  readonly operation?: OperationModel;
  /** As the request names it, for messages. */
  readonly named: string;
  /** With the bucket taken off the path, for S3. */
  readonly request: WireRequest;
  readonly form?: URLSearchParams;
}

/** Services that speak REST with XML, by their name in a signature. All others of REST speak JSON. */
const XML_SERVICES = ['cloudfront', 'route53', 's3', 's3-object-lambda', 's3-outposts', 's3express'];

/** The one service of the EC2 query protocol, by its name in a signature. */
const EC2 = 'ec2';

/**
 * The access key and the service in a signature. A request without one can only be read as one of S3.
 * Of signatures in the URL only those of S3's objects count: any web page can make a browser POST to any URL, but
 * cannot make it send an Authorization header.
 */
export function credentialScope(request: WireRequest): { accessKeyId?: string; service: string } {
  const { method, headers, query } = request;
  const header = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '');
  if (header?.[1] && header[2]) return { accessKeyId: header[1], service: header[2] };
  const url = /^([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(query.get('X-Amz-Credential') ?? '');
  const service = url?.[2] ?? 's3';
  // The AWS CLI still presigns in us-east-1 by signature version 2.
  const accessKeyId = url?.[1] ?? query.get('AWSAccessKeyId');
  return { service, ...(accessKeyId && service === 's3' && method !== 'POST' ? { accessKeyId } : {}) };
}

/** What is sent with an access key that is temporary. */
export function sessionToken({ headers, query }: WireRequest): string | undefined {
  const inUrl = query.get('X-Amz-Security-Token') ?? query.get('x-amz-security-token') ?? undefined;
  return headers['x-amz-security-token'] ?? inUrl;
}

export function routeRequest(models: readonly ServiceModel[], request: WireRequest): Routed {
  const { service } = credentialScope(request);
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix = '', name = ''] = target.split('.');
    const model = models.find((candidate) => candidate.target === prefix);
    return routed(model, 'json', name, request);
  }
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const [, prefix = '', name = ''] = /^\/service\/([^/]+)\/operation\/(\w+)$/.exec(request.path) ?? [];
    const model = models.find((candidate) => candidate.target === prefix);
    return routed(model, 'cbor', name, request);
  }
  const candidates = models.filter((model) => model.signingName === service);
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(request.body.toString());
    const model = candidates.find(({ version }) => version === form.get('Version'));
    const wire = service === EC2 ? 'ec2Query' : 'query';
    return { ...routed(model, wire, form.get('Action') ?? '', request), form };
  }
  for (const model of candidates) {
    const asked = model.signingName === 's3' ? withoutBucket(request) : request;
    const operation = model.routed.find(({ route, name }) => matches(route, name, asked));
    if (operation) return { wire: model.wire, model, operation, named: operation.name, request: asked };
  }
  const [model] = candidates;
  return {
    wire: model?.wire ?? (XML_SERVICES.includes(service) ? 'restXml' : 'restJson'),
    ...(model ? { model } : {}),
    named: `${request.method} ${request.path}`,
    request,
  };
}

function routed(model: ServiceModel | undefined, wire: Wire, name: string, request: WireRequest): Routed {
  const operation = model?.operations.get(name);
  return { wire, named: name, request, ...(model ? { model } : {}), ...(operation ? { operation } : {}) };
}

function matches(route: NonNullable<OperationModel['route']>, name: string, request: WireRequest): boolean {
  return (
    route.method === request.method &&
    route.path.test(request.path) &&
    route.query.every(
      ([key, value]) =>
        key === 'x-id' || (request.query.has(key) && (!value || request.query.get(key) === value)),
    ) &&
    route.requiredQuery.every((key) => request.query.has(key)) &&
    route.requiredHeaders.every((header) => header in request.headers) &&
    // Both stand for the service's root, of which a bucket's root is told apart only by the bucket.
    !(request.bucket && /^List(Directory)?Buckets$/.test(name))
  );
}

function withoutBucket(request: WireRequest): WireRequest {
  const [, bucket = '', ...key] = request.path.split('/');
  return { ...request, path: `/${key.join('/')}`, ...(bucket ? { bucket: decodeURIComponent(bucket) } : {}) };
}

/** The code that a service answers an operation with that it has never heard of. */
export function unknownOperation({ model, named }: Routed, service: string): AwsError {
  return new AwsError('NotImplemented', `not implemented: ${model?.client ?? service}.${named}`, {
    status: 501,
  });
}

/** What AWS answers a request without a signature. So a web page that somebody looks at cannot use the cloud. */
export function unsigned(): AwsError {
  return new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', {
    status: 403,
  });
}
