import type { WireResponse } from '../message.ts';
import type { ServiceModel, Wire } from '../model.ts';
import { type ErrorSchema, membersOf, memberTraits, schemaOf } from '../schema.ts';
import type { AwsError } from '../service.ts';
import { writeCborFault } from './cbor.ts';
import { codecsOf } from './codecs.ts';
import { parseJson } from './json.ts';

/** An error as the service writes it, so that the SDK throws its own class for it. */
export function writeFault(
  model: ServiceModel | undefined,
  wire: Wire,
  error: AwsError,
  requestId: string,
): WireResponse {
  const schema = model?.errors.get(error.code);
  const traits = schema?.traits ?? {};
  const status =
    traits.awsQueryError?.[1] ??
    traits.httpError ??
    (schema ? (traits.error === 'server' ? 500 : 400) : error.status);
  const old = wire === 'query' || model?.queryCompatible ? traits.awsQueryError?.[0] : undefined;
  const side = traits.error === 'server' || status >= 500 ? 'Receiver' : 'Sender';
  const name = schema?.name ?? error.code;
  if (wire === 'ec2Query') {
    const code = `<Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
    const body = `<Response><Errors><Error>${code}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
  }
  if (wire === 'query' || wire === 'restXml') {
    return {
      status,
      headers: { 'content-type': 'text/xml' },
      body: xmlFault(model, wire, old ?? name, error, side, requestId),
    };
  }
  const headers: Record<string, string> = {
    'content-type': wire === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
    'x-amzn-errortype': name,
  };
  if (model?.queryCompatible && old) headers['x-amzn-query-error'] = `${old};${side}`;
  const messageMember = schema?.members.includes('Message') ? 'Message' : 'message';
  const body: Record<string, unknown> = { ...error.members, [messageMember]: error.message };
  if (wire === 'json' || wire === 'cbor') body.__type = `${schema?.namespace ?? 'com.amazonaws'}#${name}`;
  if (wire === 'cbor') return writeCborFault(status, headers, body);
  if (wire === 'restJson' && schema) {
    for (const [member, memberSchema] of membersOf(schemaOf(schema.ref))) {
      const header = memberTraits(memberSchema).httpHeader?.toLowerCase();
      if (header === undefined || body[member] === undefined) continue;
      headers[header] = String(body[member]);
      delete body[member];
    }
  }
  return { status, headers, body: writeMembers(model, schema, body) };
}

/** Members of a modelled error may be structures, which go out as in any answer; others are plain texts. */
function writeMembers(
  model: ServiceModel | undefined,
  schema: ErrorSchema | undefined,
  body: Readonly<Record<string, unknown>>,
): string {
  if (!model || !schema) return JSON.stringify(body);
  const writer = codecsOf(model).json.createSerializer();
  writer.write(schema.ref, body);
  return JSON.stringify({ ...body, ...(parseJson(new TextDecoder().decode(writer.flush())) as object) });
}

function xmlFault(
  model: ServiceModel | undefined,
  wire: Wire,
  code: string,
  error: AwsError,
  side: string,
  requestId: string,
): string {
  const members = Object.entries(error.members)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
  const inner = `<Type>${side}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message>${members}`;
  return wire === 'query'
    ? `<ErrorResponse xmlns="${model?.xmlNamespace ?? ''}"><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`
    : `<Error>${inner}<RequestId>${requestId}</RequestId></Error>`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign] ?? sign);
}
