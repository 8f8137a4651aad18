import type { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceModel } from '../model.ts';
import type { Violation } from '../validate.ts';
import { codecsOf } from './codecs.ts';

/** A scalar as paths, query strings, headers and forms have it: always as text. Undefined when it cannot be read. */
export function fromText(
  model: ServiceModel,
  schema: NormalizedSchema,
  text: string,
  path: string,
  found: Violation[],
): unknown {
  const wanted = typeWanted(schema, text);
  if (wanted !== undefined) {
    found.push({ kind: 'type', path, text: `'${text}' cannot be converted to ${wanted}` });
    return undefined;
  }
  return codecsOf(model).fromString.read(schema, schema.isBooleanSchema() ? text.toLowerCase() : text);
}

function typeWanted(schema: NormalizedSchema, text: string): string | undefined {
  if (schema.isBooleanSchema()) return /^(true|false)$/i.test(text) ? undefined : 'Boolean';
  if (schema.isNumericSchema())
    return text.trim() !== '' && Number.isFinite(Number(text)) ? undefined : 'Number';
  if (schema.isTimestampSchema()) return isTime(text) ? undefined : 'Timestamp';
  return undefined;
}

/** Seconds since 1970, ISO 8601 or the date of HTTP, by what the member's format is. */
function isTime(text: string): boolean {
  return Number.isFinite(Number(text)) || !Number.isNaN(Date.parse(text));
}
