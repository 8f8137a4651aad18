import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { CborCodec } from '@smithy/core/cbor';
import { FromStringShapeDeserializer, JsonCodec2, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceModel } from '../model.ts';
import type { SchemaRef } from '../schema.ts';

// Smithy's names of timestamp formats, as the SDK's codecs take them.
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

type Schema = NormalizedSchema | SchemaRef;

interface XmlNode {
  withName(name: string): XmlNode;
  addAttribute(name: string, value: string): XmlNode;
  toString(): string;
}

/** The SDK's own readers and writers, set as this service's client has them; typed for what is used of them here. */
export interface Codecs {
  readonly json: {
    createSerializer(): { write(schema: Schema, value: unknown): void; flush(): Uint8Array };
    createDeserializer(): {
      read(schema: Schema, text: string): unknown;
      readObject(schema: Schema, value: unknown): unknown;
    };
  };
  readonly cbor: {
    createSerializer(): { write(schema: Schema, value: unknown): void; flush(): Uint8Array };
    createDeserializer(): { read(schema: Schema, body: Uint8Array): unknown };
  };
  readonly xmlWriter: {
    write(schema: Schema, value: unknown): void;
    flush(): string;
    writeStruct(schema: Schema, value: unknown, parentNamespace: undefined): XmlNode;
  };
  readonly xmlReader: { read(schema: Schema, body: Uint8Array | string): unknown };
  readonly fromString: { read(schema: Schema, text: string): unknown };
  readonly toString: { write(schema: Schema, value: unknown): void; flush(): string };
}

const made = new WeakMap<ServiceModel, Codecs>();

export function codecsOf(model: ServiceModel): Codecs {
  const known = made.get(model);
  if (known) return known;
  const isXml = ['query', 'ec2Query', 'restXml'].includes(model.wire);
  const settings = {
    timestampFormat: { useTrait: true, default: isXml ? DATE_TIME : EPOCH_SECONDS },
    httpBindings: model.wire.startsWith('rest'),
    jsonName: model.wire === 'restJson',
    serviceNamespace: model.namespace,
    xmlNamespace: undefined,
  };
  // The SDK's declarations of these classes are narrower than what they take, as the gateway's tests show.
  const codecs = {
    json: new JsonCodec2(settings as never),
    cbor: new CborCodec(),
    xmlWriter: new XmlShapeSerializer(settings as never),
    xmlReader: new XmlShapeDeserializer(settings as never),
    fromString: new FromStringShapeDeserializer(settings as never),
    toString: new ToStringShapeSerializer(settings as never),
  } as unknown as Codecs;
  made.set(model, codecs);
  return codecs;
}

/** JSON as the SDK writes it, without the string methods that its own bytes carry and warn about. */
export function writeJsonBytes(model: ServiceModel, schema: Schema, value: unknown): Buffer {
  const writer = codecsOf(model).json.createSerializer();
  writer.write(schema, value);
  const { buffer, byteOffset, byteLength } = writer.flush();
  return Buffer.from(buffer, byteOffset, byteLength);
}
