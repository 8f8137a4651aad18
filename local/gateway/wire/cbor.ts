import { cbor } from '@smithy/core/cbor';
import type { WireRequest, WireResponse } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { refusal } from '../refusal.ts';
import { schemaOf } from '../schema.ts';
import { AwsError } from '../service.ts';
import { violations } from '../validate.ts';
import { codecsOf } from './codecs.ts';

// Newer AWS CLIs speak this to services that the SDK for JavaScript still speaks JSON to.
// https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
const HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

export async function readCbor(
  model: ServiceModel,
  operation: OperationModel,
  request: WireRequest,
): Promise<unknown> {
  if (request.body.length === 0) return {};
  const found = violations(model, operation.input, parseCbor(request.body), 'wire');
  if (found.length > 0) throw refusal(model, found);
  if (schemaOf(operation.input).isUnitSchema()) return {};
  return codecsOf(model).cbor.createDeserializer().read(operation.input, request.body);
}

export function writeCbor(model: ServiceModel, operation: OperationModel, output: unknown): WireResponse {
  if (schemaOf(operation.output).isUnitSchema()) return { status: 200, headers: HEADERS, body: '' };
  const writer = codecsOf(model).cbor.createSerializer();
  writer.write(operation.output, output);
  return { status: 200, headers: HEADERS, body: writer.flush() };
}

/** An error's members, with `__type` telling which it is. */
export function writeCborFault(
  status: number,
  headers: Readonly<Record<string, string>>,
  members: Readonly<Record<string, unknown>>,
): WireResponse {
  return { status, headers: { ...headers, ...HEADERS }, body: cbor.serialize(members) };
}

function parseCbor(body: Buffer): unknown {
  try {
    return cbor.deserialize(body);
  } catch (cause) {
    throw new AwsError('SerializationException', 'the body is not CBOR', { cause });
  }
}
