import type { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceModel } from './model.ts';
import { membersOf, type SchemaRef, schemaOf, structure } from './schema.ts';

/**
 * Takes members that are newer than the SDK's schemas from one tree over into another of the same shape: the SDK's
 * readers and writers drop them, AWS does not. Only those that the model is told of, for all others are mistakes.
 */
export function carryNewer(model: ServiceModel, ref: SchemaRef, from: unknown, to: unknown): void {
  if (model.newer.size > 0) walk(model, schemaOf(ref), from, to);
}

function walk(model: ServiceModel, schema: NormalizedSchema, from: unknown, to: unknown): void {
  if (!isObject(from) || !isObject(to)) return;
  if (schema.isStructSchema()) {
    const { name } = structure(schema);
    const members = membersOf(schema);
    const known = new Set(members.map(([member]) => member));
    for (const [member, value] of Object.entries(from))
      if (!known.has(member) && model.newer.has(`${name}.${member}`)) to[member] = value;
    for (const [member, memberSchema] of members) walk(model, memberSchema, from[member], to[member]);
  } else if (schema.isListSchema() || schema.isMapSchema()) {
    const item = schema.getValueSchema();
    for (const key of Object.keys(from)) walk(model, item, from[key], to[key]);
  }
}

/** A list counts as one too: its keys are the indices. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
