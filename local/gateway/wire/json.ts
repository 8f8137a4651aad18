import type { WireRequest, WireResponse } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { carryNewer } from '../newer-members.ts';
import { refusal } from '../refusal.ts';
import { schemaOf } from '../schema.ts';
import { AwsError } from '../service.ts';
import { violations } from '../validate.ts';
import { codecsOf, writeJsonBytes } from './codecs.ts';

/** The body as JSON. @throws AwsError SerializationException */
export function parseJson(body: Buffer | string): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new AwsError('SerializationException', `the body is not JSON: ${(cause as Error).message}`, {
      cause,
    });
  }
}

export async function readJson(
  model: ServiceModel,
  operation: OperationModel,
  request: WireRequest,
): Promise<unknown> {
  const raw = request.body.length > 0 ? parseJson(request.body) : {};
  if (typeof raw !== 'object' || raw === null)
    throw new AwsError('SerializationException', 'the body is no JSON object');
  const found = violations(model, operation.input, raw, 'wire');
  if (found.length > 0) throw refusal(model, found);
  if (schemaOf(operation.input).isUnitSchema()) return {};
  const input: unknown = await codecsOf(model)
    .json.createDeserializer()
    .read(operation.input, request.body.length > 0 ? request.body.toString() : '{}');
  carryNewer(model, operation.input, raw, input);
  return input;
}

export function writeJson(model: ServiceModel, operation: OperationModel, output: unknown): WireResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  const schema = schemaOf(operation.output);
  if (schema.isUnitSchema()) return { status: 200, headers, body: '' };
  const bytes = writeJsonBytes(model, operation.output, output);
  if (model.newer.size === 0) return { status: 200, headers, body: bytes };
  const body = JSON.parse(bytes.toString());
  carryNewer(model, operation.output, output, body);
  return { status: 200, headers, body: Buffer.from(JSON.stringify(body)) };
}
