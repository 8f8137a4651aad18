import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireRequest } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { membersOf, memberTraits, schemaOf } from '../schema.ts';
import { AwsError } from '../service.ts';
import { violations } from '../validate.ts';
import { codecsOf } from './codecs.ts';
import { parseJson } from './json.ts';

// Query parameters that belong to the signature or the SDK, not to the operation.
const FOREIGN_QUERY = /^(x-amz-|(x-id|AWSAccessKeyId|Signature|Expires)$)/i;

/** Reads a request of a REST protocol: members come from the path, the query, headers and the body. */
export async function readRest(
  model: ServiceModel,
  operation: OperationModel,
  request: WireRequest,
): Promise<Record<string, unknown>> {
  const schema = schemaOf(operation.input);
  const input: Record<string, unknown> = {};
  if (schema.isUnitSchema() || operation.route === undefined) return input;
  const found: string[] = [];
  const inBody: [string, NormalizedSchema][] = [];
  const seenQuery = new Set(operation.route.query.map(([name]) => name));
  const labels = operation.route.path.exec(request.path);
  const codecs = codecsOf(model);
  for (const [name, member] of membersOf(schema)) {
    const traits = memberTraits(member);
    if (traits.httpLabel !== undefined) {
      const position = operation.route.labels.indexOf(name);
      // S3's bucket is a label of the model, but not of the path: it has been taken off before.
      const label = position < 0 ? undefined : labels?.[position + 1];
      if (label !== undefined) input[name] = codecs.fromString.read(member, decodeURIComponent(label));
    } else if (traits.httpHeader !== undefined) {
      const value = request.headers[traits.httpHeader.toLowerCase()];
      if (value !== undefined) input[name] = fromHeader(codecs.fromString, member, value);
    } else if (traits.httpPrefixHeaders !== undefined) {
      const prefix = traits.httpPrefixHeaders.toLowerCase();
      const given = Object.entries(request.headers).filter(([header]) => header.startsWith(prefix));
      if (given.length > 0)
        input[name] = Object.fromEntries(
          given.map(([header, value]) => [header.slice(prefix.length), value]),
        );
    } else if (traits.httpQuery !== undefined) {
      seenQuery.add(traits.httpQuery);
      const values = request.query.getAll(traits.httpQuery);
      const [first] = values;
      if (first === undefined) continue;
      input[name] = member.isListSchema()
        ? values.map((value) => codecs.fromString.read(member.getValueSchema(), value))
        : codecs.fromString.read(member, first);
    } else if (traits.httpQueryParams !== undefined) {
      for (const key of request.query.keys()) seenQuery.add(key);
      input[name] = Object.fromEntries(request.query);
    } else if (traits.httpPayload !== undefined) {
      const payload = await readPayload(model, member, request.body);
      if (payload !== undefined) input[name] = payload;
    } else inBody.push([name, member]);
  }
  if (inBody.length > 0 && request.body.length > 0)
    Object.assign(input, readBody(model, operation, inBody, request.body, found));
  for (const name of request.query.keys()) {
    if (!seenQuery.has(name) && !FOREIGN_QUERY.test(name)) found.push(`/: unknown query parameter ${name}`);
  }
  if (request.bucket !== undefined && input.Bucket === undefined) input.Bucket = request.bucket;
  found.push(...violations(model, operation.input, input, 'value'));
  if (found.length > 0) throw new AwsError('ValidationException', [...new Set(found)].join('; '));
  return input;
}

function fromHeader(
  fromString: ReturnType<typeof codecsOf>['fromString'],
  member: NormalizedSchema,
  value: string,
): unknown {
  if (!member.isListSchema()) return fromString.read(member, value);
  return value.split(',').map((item) => fromString.read(member.getValueSchema(), item.trim()));
}

async function readPayload(model: ServiceModel, member: NormalizedSchema, body: Buffer): Promise<unknown> {
  if (member.isBlobSchema() || member.isStreaming()) return body;
  if (member.isStringSchema()) return body.toString();
  if (body.length === 0) return undefined;
  const codecs = codecsOf(model);
  return model.wire === 'restJson'
    ? codecs.json.createDeserializer().read(member, body.toString())
    : codecs.xmlReader.read(member, body);
}

function readBody(
  model: ServiceModel,
  operation: OperationModel,
  members: readonly (readonly [string, NormalizedSchema])[],
  body: Buffer,
  found: string[],
): object {
  const codecs = codecsOf(model);
  if (model.wire === 'restXml') return codecs.xmlReader.read(operation.input, body) as object;
  const raw = parseJson(body);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new AwsError('SerializationException', 'the body is no JSON object');
  const given = raw as Record<string, unknown>;
  const known = new Set(members.map(([name, member]) => memberTraits(member).jsonName ?? name));
  for (const name of Object.keys(given)) if (!known.has(name)) found.push(`/: unknown member ${name}`);
  const reader = codecs.json.createDeserializer();
  const value: Record<string, unknown> = {};
  for (const [name, member] of members) {
    const item = given[memberTraits(member).jsonName ?? name];
    if (item === undefined || item === null) continue;
    found.push(...violations(model, member, item, 'wire').map((text) => `/${name}${text}`));
    value[name] = reader.readObject(member, item);
  }
  return value;
}
