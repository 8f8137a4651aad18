import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireResponse } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { memberTraits, schemaOf, shapeOf } from '../schema.ts';
import { codecsOf, writeJsonBytes } from './codecs.ts';

/** Writes a response of a REST protocol: members go to the status, headers and the body. */
export function writeRest(
  model: ServiceModel,
  operation: OperationModel,
  output: Readonly<Record<string, unknown>>,
): WireResponse {
  const schema = schemaOf(operation.output);
  const isJson = model.wire === 'restJson';
  const headers: Record<string, string> = { 'content-type': isJson ? 'application/json' : 'application/xml' };
  let status = operation.route?.status ?? 200;
  let payload: string | Uint8Array | undefined;
  const inBody: Record<string, unknown> = {};
  let hasBody = false;
  if (schema.isUnitSchema()) return { status, headers, body: '' };
  const codecs = codecsOf(model);
  for (const [name, member] of shapeOf(schema).members) {
    const traits = memberTraits(member);
    const value = output[name];
    if (traits.httpHeader !== undefined) {
      if (value === undefined || value === null) continue;
      codecs.toString.write(member, value);
      headers[traits.httpHeader.toLowerCase()] = codecs.toString.flush();
    } else if (traits.httpPrefixHeaders !== undefined) {
      for (const [key, item] of Object.entries(value ?? {}))
        headers[`${traits.httpPrefixHeaders}${key}`.toLowerCase()] = String(item);
    } else if (traits.httpResponseCode !== undefined) {
      if (typeof value === 'number') status = value;
    } else if (traits.httpPayload !== undefined) {
      if (value === undefined || value === null) continue;
      payload = writePayload(model, member, value);
      if (isRaw(member) && output.ContentType === undefined)
        headers['content-type'] = isJson ? 'application/json' : 'binary/octet-stream';
    } else {
      hasBody = true;
      if (value !== undefined) inBody[name] = value;
    }
  }
  return { status, headers, body: payload ?? (hasBody ? writeBody(model, operation, schema, inBody) : '') };
}

function isRaw(member: NormalizedSchema): boolean {
  return member.isBlobSchema() || member.isStringSchema() || member.isStreaming();
}

function writePayload(model: ServiceModel, member: NormalizedSchema, value: unknown): string | Uint8Array {
  if (isRaw(member)) return value as string | Uint8Array;
  if (model.wire === 'restJson') return writeJsonBytes(model, member, value);
  const { xmlWriter } = codecsOf(model);
  xmlWriter.write(member, value);
  return xmlWriter.flush();
}

function writeBody(
  model: ServiceModel,
  operation: OperationModel,
  schema: NormalizedSchema,
  value: Record<string, unknown>,
): string | Uint8Array {
  if (model.wire === 'restJson') return writeJsonBytes(model, operation.output, value);
  return codecsOf(model)
    .xmlWriter.writeStruct(schema, value, undefined)
    .addAttribute('xmlns', model.xmlNamespace)
    .toString();
}
