import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NormalizedSchema } from '@smithy/core/schema';
import { shapeOf } from '../../local/gateway/schema.ts';

/** A request and its answer, as AWS published them. */
export interface Example {
  readonly operation: string;
  /** Unique within the service. */
  readonly id: string;
  readonly input: unknown;
  readonly output: unknown;
}

/** Botocore's names of services, where they are not those of the SDK's packages. */
const NAMES: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'logs',
  'elastic-beanstalk': 'elasticbeanstalk',
  'elastic-load-balancing-v2': 'elbv2',
  'secrets-manager': 'secretsmanager',
  eventbridge: 'events',
};

/** @param folder botocore's @returns none where AWS has published none */
export async function examplesOf(folder: string, client: string): Promise<Example[]> {
  const service = join(folder, 'data', NAMES[client] ?? client);
  const versions = await readdir(service);
  const text = await readFile(join(service, versions.sort().at(-1) ?? '', 'examples-1.json'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{"examples":{}}';
      throw error;
    },
  );
  const { examples } = JSON.parse(text) as {
    examples: Record<string, { id: string; input?: unknown; output?: unknown }[]>;
  };
  return Object.entries(examples).flatMap(([operation, all]) =>
    all.map(({ id, input, output }) => ({ operation, id, input: input ?? {}, output: output ?? {} })),
  );
}

/** An example's JSON as the SDK's types have it: times as dates, bytes as buffers. What is wrong in it stays so. */
export function sdkValue(schema: NormalizedSchema, json: unknown): unknown {
  if (json === null || json === undefined || schema.isUnitSchema()) return json;
  if (Array.isArray(json))
    return schema.isListSchema() ? json.map((item) => sdkValue(schema.getValueSchema(), item)) : json;
  if (schema.isTimestampSchema()) return timeOf(json);
  if (schema.isBlobSchema() || schema.isStreaming())
    return typeof json === 'string' ? Buffer.from(json) : json;
  if (typeof json !== 'object') return json;
  if (schema.isStructSchema()) {
    const members = new Map(shapeOf(schema).members);
    return mapValues(json, (value, name) => {
      const member = members.get(name);
      return member ? sdkValue(member, value) : value;
    });
  }
  return schema.isMapSchema() ? mapValues(json, (value) => sdkValue(schema.getValueSchema(), value)) : json;
}

function timeOf(json: unknown): unknown {
  if (typeof json === 'number') return new Date(json * 1000);
  if (typeof json !== 'string') return json;
  const time = new Date(json);
  return Number.isNaN(time.getTime()) ? json : time;
}

function mapValues(object: object, change: (value: unknown, name: string) => unknown): object {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}
