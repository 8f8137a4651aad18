import type { NormalizedSchema } from '@smithy/core/schema';
import { brokenRule } from '../../../local/gateway/constraint.ts';
import type { Constraint, OperationModel, ServiceModel } from '../../../local/gateway/model.ts';
import { memberTraits, schemaOf, shapeOf } from '../../../local/gateway/schema.ts';
import { minimalInput, minimalItem, minimalValue } from './minimal-input.ts';
import type { OutgoingRequest } from './sdk-clients.ts';

/** One thing that is wrong with a request that is right otherwise. */
export interface Breakage {
  readonly kind: 'rule' | 'missing' | 'type' | 'unknown';
  readonly what: string;
  readonly input: Record<string, unknown>;
  readonly change?: (request: OutgoingRequest) => void;
}

/** All ways to break one member of an operation's input, for members that the model says something of. */
export function breakagesOf(model: ServiceModel, operation: OperationModel): Breakage[] {
  const schema = schemaOf(operation.input);
  if (schema.isUnitSchema()) return [];
  const valid = minimalInput(model, operation);
  const { name, required, members } = shapeOf(schema);
  const found = members.flatMap(([member, memberSchema]): Breakage[] => {
    const key = `${name}.${member}`;
    const isLabel = memberTraits(memberSchema).httpLabel !== undefined;
    const whole = { ...valid, [member]: valid[member] ?? minimalValue(model, memberSchema, key) };
    return [
      // The SDK does not send a path without its labels; a member that chooses the operation leads to another one.
      ...(required.has(member) && !isLabel && !choosesRoute(operation, memberSchema)
        ? [{ kind: 'missing' as const, what: `without ${member}`, input: { ...valid, [member]: undefined } }]
        : []),
      ...ruleBreakages(model, memberSchema, key, member, valid),
      ...typeBreakages(model, memberSchema, member, whole),
    ];
  });
  return [...found, ...unknownMember(model, valid)];
}

function choosesRoute({ route }: OperationModel, schema: NormalizedSchema): boolean {
  const { httpQuery, httpHeader } = memberTraits(schema);
  return (
    (httpQuery !== undefined && (route?.requiredQuery.includes(httpQuery) ?? false)) ||
    (httpHeader !== undefined && (route?.requiredHeaders.includes(httpHeader.toLowerCase()) ?? false))
  );
}

function ruleBreakages(
  model: ServiceModel,
  schema: NormalizedSchema,
  key: string,
  member: string,
  valid: Record<string, unknown>,
): Breakage[] {
  return brokenValues(model, schema, key)
    .filter((value) => canBeWritten(schema, value))
    .map((value) => ({
      kind: 'rule' as const,
      what: `${member}=${JSON.stringify(value)?.slice(0, 60)}`,
      input: { ...valid, [member]: value },
    }));
}

/** An empty label or list cannot be seen in a URL. */
function canBeWritten(schema: NormalizedSchema, value: unknown): boolean {
  const { httpLabel, httpQuery } = memberTraits(schema);
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  return !(isEmpty && (httpLabel !== undefined || httpQuery !== undefined));
}

/** More than this is not worth sending. */
const LONGEST = 20_000;

function brokenValues(model: ServiceModel, schema: NormalizedSchema, key: string): unknown[] {
  const constraint = model.constraints[key];
  if (schema.isListSchema()) {
    const item = minimalItem(model, schema.getValueSchema(), `${key}[]`);
    const { min = 0, max = LONGEST } = constraint ?? {};
    return [
      ...(min > 0 ? [[]] : []),
      ...(max < 200 ? [Array.from({ length: max + 1 }, () => item)] : []),
      ...brokenValues(model, schema.getValueSchema(), `${key}[]`).map((value) => [value]),
    ];
  }
  if (constraint === undefined || schema.isStructSchema() || schema.isMapSchema() || schema.isBlobSchema())
    return [];
  if (schema.isNumericSchema()) return brokenNumbers(constraint);
  if (schema.isTimestampSchema() || schema.isBooleanSchema()) return [];
  return brokenTexts(constraint);
}

function brokenNumbers({ min, max }: Constraint): number[] {
  return [...(min === undefined ? [] : [min - 1]), ...(max === undefined ? [] : [max + 1])].filter(
    Number.isSafeInteger,
  );
}

function brokenTexts(constraint: Constraint): string[] {
  const { min = 0, max = LONGEST } = constraint;
  const candidates = constraint.enum
    ? ['NONE_OF_THEM']
    : [
        ...(min > 1 ? ['a'.repeat(min - 1)] : []),
        ...(max < LONGEST ? ['a'.repeat(max + 1)] : []),
        ...(constraint.pattern ? ['§', ' ', '!', 'a b'] : []),
      ];
  return candidates.filter((text) => brokenRule(text, constraint) !== undefined).slice(0, 3);
}

/** What is written as text cannot have the wrong type, unless it is a number, a time or a boolean. */
function typeBreakages(
  model: ServiceModel,
  schema: NormalizedSchema,
  member: string,
  whole: Record<string, unknown>,
): Breakage[] {
  const traits = memberTraits(schema);
  const isText = !(schema.isNumericSchema() || schema.isBooleanSchema() || schema.isTimestampSchema());
  const broken = (change: Breakage['change'], input = whole): Breakage[] =>
    change ? [{ kind: 'type', what: `${member} of another type`, input, change }] : [];
  if (traits.httpLabel !== undefined || traits.httpPayload !== undefined) return [];
  if (traits.httpQuery !== undefined) return isText ? [] : broken(inQuery(traits.httpQuery));
  // HTTP itself needs the right length.
  if (traits.httpHeader === 'Content-Length') return [];
  if (traits.httpHeader !== undefined) return isText ? [] : broken(inHeader(traits.httpHeader));
  if (model.wire === 'restXml') return [];
  if (model.wire === 'query' || model.wire === 'ec2Query')
    return isText && !schema.isStructSchema()
      ? []
      : broken(inForm(member), { ...whole, [member]: undefined });
  const wrong = schema.isStringSchema() || schema.isBlobSchema() ? { not: 'text' } : 'x';
  return broken(inJson(traits.jsonName ?? member, wrong));
}

function unknownMember(model: ServiceModel, input: Record<string, unknown>): Breakage[] {
  const change = {
    json: inJson('Colour', 'red'),
    cbor: undefined,
    query: inForm('Colour'),
    ec2Query: inForm('Colour'),
    restJson: inQuery('Colour'),
    restXml: inQuery('Colour'),
  }[model.wire];
  return change ? [{ kind: 'unknown', what: 'a member that AWS does not know', input, change }] : [];
}

function inJson(name: string, value: unknown) {
  return (request: OutgoingRequest): void => {
    const body = JSON.parse(String(request.body || '{}')) as object;
    request.body = JSON.stringify({ ...body, [name]: value });
  };
}

function inForm(name: string) {
  return (request: OutgoingRequest): void => {
    request.body = `${String(request.body)}&${name}=x`;
  };
}

function inQuery(name: string) {
  return ({ query }: OutgoingRequest): void => {
    query[name] = 'x';
  };
}

function inHeader(name: string) {
  return ({ headers }: OutgoingRequest): void => {
    headers[name.toLowerCase()] = 'x';
  };
}
