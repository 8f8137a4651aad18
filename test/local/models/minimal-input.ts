import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { brokenRule } from '../../../local/gateway/constraint.ts';
import type { Constraint, OperationModel, ServiceModel } from '../../../local/gateway/model.ts';
import { schemaOf, shapeOf } from '../../../local/gateway/schema.ts';

/** The least that AWS's model takes for an operation: its required members, each as short as it may be. */
export function minimalInput(model: ServiceModel, { input }: OperationModel): Record<string, unknown> {
  const schema = schemaOf(input);
  return schema.isUnitSchema() ? {} : minimalStructure(model, schema);
}

function minimalStructure(model: ServiceModel, schema: NormalizedSchema): Record<string, unknown> {
  const { name, required, union, members } = shapeOf(schema);
  const needed = members.filter(([member], index) => required.has(member) || (union && index === 0));
  return Object.fromEntries(
    needed.map(([member, memberSchema]) => [member, minimalValue(model, memberSchema, `${name}.${member}`)]),
  );
}

/** @param key the constraint's: `Structure.member` */
export function minimalValue(model: ServiceModel, schema: NormalizedSchema, key: string): unknown {
  const constraint = model.constraints[key] ?? {};
  if (schema.isStructSchema()) return minimalStructure(model, schema);
  if (schema.isListSchema())
    return Array.from({ length: constraint.min ?? 1 }, () =>
      minimalItem(model, schema.getValueSchema(), `${key}[]`),
    );
  if (schema.isMapSchema()) return { key: minimalValue(model, schema.getValueSchema(), `${key}{}`) };
  if (schema.isBooleanSchema()) return false;
  if (schema.isTimestampSchema()) return new Date(0);
  if (schema.isBlobSchema()) return Buffer.from('x'.repeat(constraint.min ?? 1));
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return constraint.min ?? 1;
  return schema.isDocumentSchema() ? {} : textFor(constraint);
}

/** An item of a list has at least one member: forms have no way to write an empty one. */
export function minimalItem(model: ServiceModel, schema: NormalizedSchema, key: string): unknown {
  const item = minimalValue(model, schema, key);
  if (!schema.isStructSchema() || Object.keys(item as object).length > 0) return item;
  const { name, members } = shapeOf(schema);
  const [[member, memberSchema] = []] = members;
  return member && memberSchema ? { [member]: minimalValue(model, memberSchema, `${name}.${member}`) } : item;
}

/** What most patterns of AWS are about. */
const USUAL = [
  'a',
  'aaaa',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '000000000000',
  'arn:aws:iam::000000000000:role/a',
  'arn:aws:lambda:us-east-1:000000000000:function:a',
  'arn:aws:sqs:us-east-1:000000000000:a',
  'https://a.example/a',
  'a.example',
  `sha256:${'0'.repeat(64)}`,
];

/** @throws Error when no text can be found: then the model cannot be met by this generator */
function textFor(constraint: Constraint): string {
  if (constraint.enum) return constraint.enum[0] ?? '';
  const length = Math.max(constraint.min ?? 1, 1);
  const found = ['a'.repeat(length), ...USUAL].find((text) => brokenRule(text, constraint) === undefined);
  if (found !== undefined) return found;
  const sampled = fc
    .sample(fc.stringMatching(new RegExp(`^(?:${constraint.pattern})$`)), { numRuns: 200, seed: 1 })
    .find((text) => brokenRule(text, constraint) === undefined);
  if (sampled === undefined) throw new Error(`no text meets ${JSON.stringify(constraint)}`);
  return sampled;
}
