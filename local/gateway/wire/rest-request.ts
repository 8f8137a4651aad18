import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireRequest } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { refusal } from '../refusal.ts';
import { memberTraits, type SchemaRef, schemaOf, shapeOf } from '../schema.ts';
import { AwsError } from '../service.ts';
import { type Violation, violations, within } from '../validate.ts';
import { codecsOf } from './codecs.ts';
import { fromText } from './from-text.ts';
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
  const found: Violation[] = [];
  const inBody: [string, NormalizedSchema][] = [];
  const seenQuery = new Set(operation.route.query.map(([name]) => name));
  const labels = operation.route.path.exec(request.path);
  const read = (name: string, member: NormalizedSchema, text: string) =>
    fromText(model, member, text, within('', name), found);
  for (const [name, member] of shapeOf(schema).members) {
    const traits = memberTraits(member);
    if (traits.httpLabel !== undefined) {
      const position = operation.route.labels.indexOf(name);
      // S3's bucket is a label of the model, but not of the path: it has been taken off before.
      const label = position < 0 ? undefined : labels?.[position + 1];
      if (label !== undefined) input[name] = read(name, member, decodeURIComponent(label));
    } else if (traits.httpHeader !== undefined) {
      const value = request.headers[traits.httpHeader.toLowerCase()];
      if (value !== undefined)
        input[name] = member.isListSchema()
          ? value.split(',').map((item) => read(name, member.getValueSchema(), item.trim()))
          : read(name, member, value);
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
        ? values.map((value) => read(name, member.getValueSchema(), value))
        : read(name, member, first);
    } else if (traits.httpQueryParams !== undefined) {
      for (const key of request.query.keys()) seenQuery.add(key);
      input[name] = Object.fromEntries(request.query);
    } else if (traits.httpPayload !== undefined) {
      const payload = readPayload(model, member, request.body, within('', name), found);
      if (payload !== undefined) input[name] = payload;
    } else inBody.push([name, member]);
  }
  if (inBody.length > 0 && request.body.length > 0)
    Object.assign(input, readBody(model, operation, inBody, request.body, found));
  for (const name of request.query.keys()) {
    if (!seenQuery.has(name) && !FOREIGN_QUERY.test(name))
      found.push({ kind: 'unknown', path: '', text: `unknown query parameter ${name}` });
  }
  if (request.bucket !== undefined && input.Bucket === undefined) input.Bucket = request.bucket;
  found.push(...violations(model, operation.input, input, 'value'));
  if (found.length > 0) throw refusal(model, found);
  return input;
}

function readPayload(
  model: ServiceModel,
  member: NormalizedSchema,
  body: Buffer,
  path: string,
  found: Violation[],
): unknown {
  if (member.isBlobSchema() || member.isStreaming()) return body;
  if (member.isStringSchema()) return body.toString();
  if (body.length === 0) return undefined;
  if (model.wire === 'restXml') return readXml(model, member, body);
  return readValue(model, member, parseJson(body), path, found);
}

function readBody(
  model: ServiceModel,
  operation: OperationModel,
  members: readonly (readonly [string, NormalizedSchema])[],
  body: Buffer,
  found: Violation[],
): object {
  if (model.wire === 'restXml') return readXml(model, operation.input, body) as object;
  const raw = parseJson(body);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new AwsError('SerializationException', 'the body is no JSON object');
  const given = raw as Record<string, unknown>;
  const known = new Set(members.map(([name, member]) => memberTraits(member).jsonName ?? name));
  for (const name of Object.keys(given)) {
    if (!known.has(name)) found.push({ kind: 'unknown', path: '', text: `unknown member ${name}` });
  }
  const value: Record<string, unknown> = {};
  for (const [name, member] of members) {
    const item = given[memberTraits(member).jsonName ?? name];
    if (item === undefined || item === null) continue;
    value[name] = readValue(model, member, item, within('', name), found);
  }
  return value;
}

/** Only what has the right types can be read; the rules are looked at when the whole input is there. */
function readValue(
  model: ServiceModel,
  member: NormalizedSchema,
  item: unknown,
  path: string,
  found: Violation[],
): unknown {
  const wrong = violations(model, member, item, 'wire', path).filter(
    ({ kind }) => kind === 'type' || kind === 'unknown',
  );
  found.push(...wrong);
  return wrong.length > 0 ? undefined : codecsOf(model).json.createDeserializer().readObject(member, item);
}

/** @throws AwsError MalformedXML */
function readXml(model: ServiceModel, schema: SchemaRef | NormalizedSchema, body: Buffer): unknown {
  try {
    return codecsOf(model).xmlReader.read(schema, body);
  } catch (cause) {
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
      { cause },
    );
  }
}
