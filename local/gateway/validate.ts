import type { NormalizedSchema } from '@smithy/core/schema';
import { brokenRule, rulesOf } from './constraint.ts';
import type { Constraint, ServiceModel } from './model.ts';
import { memberTraits, type SchemaRef, schemaOf, shapeOf } from './schema.ts';

/** `wire`: JSON as it was sent, before it is read; `value`: what the SDK's types hold; `answer`: such a value of ours. */
type Form = 'wire' | 'value' | 'answer';

/** In what a value departs from the model. */
export interface Violation {
  /** `type`: cannot be read at all; `unknown`: AWS would ignore the member. */
  readonly kind: 'type' | 'unknown' | 'missing' | 'constraint';
  /** Where, as AWS writes it: `containerDefinitions.1.member.name`; empty for the whole. */
  readonly path: string;
  /** For a constraint the rule: `Member must have length less than or equal to 255`; else a sentence. */
  readonly text: string;
  /** For an unknown member its name as it was sent. */
  readonly member?: string;
  /** For a constraint the value, unless it is a secret. */
  readonly shown?: string;
}

/** Says in what a value departs from the model; nothing when it does not. */
export function violations(
  model: ServiceModel,
  ref: SchemaRef | NormalizedSchema,
  value: unknown,
  form: Form,
  path = '',
): Violation[] {
  const found: Violation[] = [];
  walk({ model, form, found }, schemaOf(ref), value, path, undefined);
  return found;
}

/** As AWS's messages call a member: every name begins small. */
export function within(path: string, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return path === '' ? name : `${path}.${name}`;
}

interface Walk {
  readonly model: ServiceModel;
  readonly form: Form;
  readonly found: Violation[];
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
  else if (schema.isMapSchema()) walkMap(at, schema, value, path, key, constraint);
  else {
    const wanted = typeWanted(schema, value, at.form);
    if (wanted === undefined) check(at, schema, value, path, constraint);
    else at.found.push({ kind: 'type', path, text: `${tokenOf(value)} cannot be converted to ${wanted}` });
  }
}

function walkStructure(at: Walk, schema: NormalizedSchema, value: unknown, path: string): void {
  const { name, required, union, members } = shapeOf(schema);
  if (!isRecord(value)) {
    at.found.push({ kind: 'type', path, text: unexpected(value, 'structure') });
    return;
  }
  const renamed = at.model.wire === 'restJson' && at.form === 'wire';
  const known = new Set<string>();
  for (const [member, memberSchema] of members) {
    const wireName = renamed ? (memberTraits(memberSchema).jsonName ?? member) : member;
    known.add(wireName);
    const given = value[wireName];
    if (given === undefined || given === null) {
      if (required.has(member))
        at.found.push({ kind: 'missing', path: within(path, member), text: 'Member must not be null' });
    } else walk(at, memberSchema, given, within(path, member), `${name}.${member}`);
  }
  const given = Object.keys(value).filter((member) => member !== '__type' && value[member] !== undefined);
  for (const member of given) {
    if (!known.has(member) && !at.model.newer.has(`${name}.${member}`))
      at.found.push({ kind: 'unknown', path, member, text: `unknown member ${member} of ${name}` });
  }
  if (union && given.length !== 1)
    at.found.push({ kind: 'type', path, text: `the union ${name} needs exactly one member` });
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
    at.found.push({ kind: 'type', path, text: unexpected(value, 'list') });
    return;
  }
  // Requests and answers share some list shapes, and AWS answers with empty lists what it would refuse as a request.
  if (at.form !== 'answer' || value.length > 0) check(at, schema, value, path, constraint);
  const member = schema.getValueSchema();
  const ofItems = key === undefined ? undefined : at.model.constraints[`${key}[]`];
  if (ofItems && !isContainer(member)) {
    checkItems(at, member, value, path, ofItems);
    return;
  }
  value.forEach((item, index) => {
    walk(at, member, item, `${path}.${index + 1}.member`, key && `${key}[]`);
  });
}

/** AWS names the whole list where one of its texts or numbers is wrong, and all rules that there are for them. */
function checkItems(
  at: Walk,
  member: NormalizedSchema,
  items: readonly unknown[],
  path: string,
  constraint: Constraint,
): void {
  const before = at.found.length;
  for (const [index, item] of items.entries())
    walk(at, member, item, `${path}.${index + 1}.member`, undefined);
  if (at.found.length > before || items.every((item) => brokenRule(item, constraint) === undefined)) return;
  const text = `Member must satisfy constraint: [${rulesOf(constraint).join(', ')}]`;
  at.found.push({ kind: 'constraint', path, text, ...shown(member, items) });
}

function walkMap(
  at: Walk,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  key: string | undefined,
  constraint: Constraint | undefined,
): void {
  if (!isRecord(value)) {
    at.found.push({ kind: 'type', path, text: unexpected(value, 'map') });
    return;
  }
  const entries = Object.entries(value);
  // As with lists.
  if (at.form !== 'answer' || entries.length > 0) check(at, schema, entries, path, constraint);
  const member = schema.getValueSchema();
  for (const [name, item] of entries) walk(at, member, item, `${path}.${name}.member`, key && `${key}{}`);
}

function check(
  { found }: Walk,
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  constraint: Constraint | undefined,
): void {
  const text = constraint && brokenRule(value, constraint);
  if (text !== undefined) found.push({ kind: 'constraint', path, text, ...shown(schema, value) });
}

function shown(schema: NormalizedSchema, value: unknown): { shown?: string } {
  if (memberTraits(schema).sensitive !== undefined) return {};
  return { shown: Array.isArray(value) ? `[${value.map(String).join(', ')}]` : String(value) };
}

/** The type that a scalar should have had, by its Java name as AWS's messages have it; undefined when it has it. */
function typeWanted(schema: NormalizedSchema, value: unknown, form: Form): string | undefined {
  if (schema.isDocumentSchema()) return undefined;
  if (schema.isTimestampSchema())
    return isTime(value) || (form === 'wire' && isWrittenTime(value)) ? undefined : 'Timestamp';
  if (schema.isBlobSchema())
    return value instanceof Uint8Array || typeof value === 'string' || schema.isStreaming()
      ? undefined
      : 'ByteBuffer';
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? undefined : 'Boolean';
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema())
    return isNumber(value, form) ? undefined : 'Number';
  return typeof value === 'string' || value instanceof String ? undefined : 'String';
}

function isTime(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** Seconds or text in JSON, a number with tag 1 in CBOR. */
function isWrittenTime(value: unknown): boolean {
  if (typeof value === 'string') return !Number.isNaN(Date.parse(value));
  return typeof value === 'number' || (isRecord(value) && 'tag' in value && value.tag === 1);
}

function isNumber(value: unknown, form: Form): boolean {
  if (typeof value === 'number') return form === 'wire' || !Number.isNaN(value);
  // JSON has no other way to say these.
  return typeof value === 'bigint' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

function isContainer(schema: NormalizedSchema): boolean {
  return schema.isStructSchema() || schema.isListSchema() || schema.isMapSchema();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function unexpected(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  return isRecord(value)
    ? 'Start of structure or map found where not expected'
    : `Expected ${wanted} or null`;
}

/** What a JSON parser of AWS's calls a value: `STRING_VALUE`. */
function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (Array.isArray(value)) return 'START_ARRAY';
  return typeof value === 'object' ? 'START_OBJECT' : `${(typeof value).toUpperCase()}_VALUE`;
}
