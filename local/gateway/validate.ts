import type { NormalizedSchema } from '@smithy/core/schema';
import type { Constraint, ServiceModel } from './model.ts';
import { membersOf, memberTraits, type SchemaRef, schemaOf, structure } from './schema.ts';

/** `wire`: JSON as it was sent, before it is read; `value`: what the SDK's types hold; `answer`: such a value of ours. */
export type Form = 'wire' | 'value' | 'answer';

/** Says in what a value departs from the model; nothing when it does not. */
export function violations(model: ServiceModel, ref: SchemaRef, value: unknown, form: Form): string[] {
  const found: string[] = [];
  walk({ model, form, found }, schemaOf(ref), value, '', undefined);
  return found;
}

interface Walk {
  readonly model: ServiceModel;
  readonly form: Form;
  readonly found: string[];
}

function walk(
  at: Walk,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  key: string | undefined,
): void {
  if (value === null || value === undefined || schema.isUnitSchema()) return;
  const constraint = key === undefined ? undefined : at.model.constraints[key];
  if (schema.isStructSchema()) walkStructure(at, schema, value, path);
  else if (schema.isListSchema()) walkList(at, schema, value, path, key, constraint);
  else if (schema.isMapSchema()) walkMap(at, schema, value, path, key);
  else if (!isScalar(schema, value, at.form))
    at.found.push(`${path || '/'}: ${typeof value} is the wrong type`);
  else checkScalar(at.found, value, path, constraint);
}

function walkStructure(at: Walk, schema: NormalizedSchema, value: unknown, path: string): void {
  const { name, required, union } = structure(schema);
  if (!isRecord(value)) {
    at.found.push(`${path || '/'}: expected the structure ${name}`);
    return;
  }
  const renamed = at.model.wire === 'restJson' && at.form === 'wire';
  const known = new Set<string>();
  for (const [member, memberSchema] of membersOf(schema)) {
    const wireName = renamed ? (memberTraits(memberSchema).jsonName ?? member) : member;
    known.add(wireName);
    if (required.includes(member) && (value[wireName] === undefined || value[wireName] === null)) {
      at.found.push(`${path || '/'}: missing required member ${member} of ${name}`);
    }
    walk(at, memberSchema, value[wireName], `${path}/${member}`, `${name}.${member}`);
  }
  const given = Object.keys(value).filter((member) => member !== '__type' && value[member] !== undefined);
  for (const member of given) {
    if (!known.has(member)) at.found.push(`${path || '/'}: unknown member ${member} of ${name}`);
  }
  if (union && given.length !== 1) at.found.push(`${path}: the union ${name} needs exactly one member`);
}

function walkList(
  at: Walk,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  key: string | undefined,
  constraint: Constraint | undefined,
): void {
  if (!Array.isArray(value)) {
    at.found.push(`${path}: expected a list`);
    return;
  }
  // Requests and answers share some list shapes, and AWS answers with empty lists what it would refuse as a request.
  if (at.form !== 'answer' || value.length > 0) checkRange(at.found, value.length, path, constraint);
  const member = schema.getValueSchema();
  value.forEach((item, index) => {
    walk(at, member, item, `${path}/${index}`, key && `${key}[]`);
  });
}

function walkMap(
  at: Walk,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  key: string | undefined,
): void {
  if (!isRecord(value)) {
    at.found.push(`${path}: expected a map`);
    return;
  }
  const member = schema.getValueSchema();
  for (const [name, item] of Object.entries(value))
    walk(at, member, item, `${path}/${name}`, key && `${key}{}`);
}

function isScalar(schema: NormalizedSchema, value: unknown, form: Form): boolean {
  if (schema.isDocumentSchema()) return true;
  if (schema.isTimestampSchema()) {
    return value instanceof Date || (form === 'wire' && isWrittenTime(value));
  }
  if (schema.isBlobSchema())
    return value instanceof Uint8Array || typeof value === 'string' || schema.isStreaming();
  if (schema.isBooleanSchema()) return typeof value === 'boolean';
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    return typeof value === 'number' || typeof value === 'bigint' || isNumberName(value);
  }
  return typeof value === 'string' || value instanceof String;
}

/** Seconds or text in JSON, a number with tag 1 in CBOR. */
function isWrittenTime(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'string' ||
    (isRecord(value) && 'tag' in value && value.tag === 1)
  );
}

/** JSON has no other way to say these. */
function isNumberName(value: unknown): boolean {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

function checkScalar(
  found: string[],
  value: unknown,
  path: string,
  constraint: Constraint | undefined,
): void {
  if (constraint === undefined) return;
  if (typeof value === 'number') checkRange(found, value, path, constraint);
  if (typeof value !== 'string') return;
  if (constraint.enum) {
    if (!constraint.enum.includes(value))
      found.push(`${path}: '${value}' is not one of ${constraint.enum.join(', ')}`);
    return;
  }
  checkRange(found, value.length, path, constraint);
  if (constraint.pattern && patternOf(constraint.pattern)?.test(value) === false) {
    found.push(`${path}: does not match the pattern ${constraint.pattern}`);
  }
}

const patterns = new Map<string, RegExp | undefined>();

/** AWS matches the whole value (Java's `matches`). A pattern that only Java can read says nothing here. */
function patternOf(source: string): RegExp | undefined {
  if (!patterns.has(source)) patterns.set(source, compile(`^(?:${source})$`));
  return patterns.get(source);
}

function compile(source: string): RegExp | undefined {
  // Without the flag u, a class like \p{L} would be read as the letters p{L}; with it, needless escapes are errors.
  for (const flags of source.includes('\\p{') ? ['su'] : ['su', 's']) {
    try {
      return new RegExp(source, flags);
    } catch {
      // Tried with the next flags.
    }
  }
  return undefined;
}

function checkRange(found: string[], size: number, path: string, constraint: Constraint | undefined): void {
  if (constraint?.min !== undefined && size < constraint.min)
    found.push(`${path}: ${size} is below ${constraint.min}`);
  if (constraint?.max !== undefined && size > constraint.max)
    found.push(`${path}: ${size} is above ${constraint.max}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}
