import { z } from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const count = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);
const flag = z.union([z.boolean(), z.stringbool()]);
const record = z.record(z.string(), z.unknown());

const policies = z.enum(['Delete', 'Retain', 'RetainExceptOnCreate']);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ – anatomy, one object a section. */
const ParameterShape = z.strictObject({
  Type: z.string(),
  Default: text.optional(),
  AllowedValues: z.array(text).optional(),
  AllowedPattern: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  Description: z.string().optional(),
  MinLength: count.optional(),
  MaxLength: count.optional(),
  MinValue: count.optional(),
  MaxValue: count.optional(),
  NoEcho: flag.optional(),
});

const ResourceShape = z.strictObject({
  Type: z.string(),
  Properties: record.default({}),
  DependsOn: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
  DeletionPolicy: policies.optional(),
  UpdateReplacePolicy: policies.optional(),
  Metadata: record.optional(),
  // Both would change what happens, so they are refused and not dropped.
  CreationPolicy: z.never('the local cloud has no CreationPolicy').optional(),
  UpdatePolicy: z.never('the local cloud has no UpdatePolicy').optional(),
});

const OutputShape = z.strictObject({
  Value: z.unknown().refine((value) => value !== undefined, 'an output needs a Value'),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
});

const TransformShape = z
  .union([z.string().transform((name) => [name]), z.array(z.string())])
  .refine((names) => names.every((name) => name === 'AWS::LanguageExtensions'), {
    error: 'the local cloud has only the transform AWS::LanguageExtensions',
  });

export const TemplateShape = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09', 'the version must be 2010-09-09').optional(),
  Description: z.string().optional(),
  Metadata: record.optional(),
  Parameters: z.record(z.string(), ParameterShape).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), record)).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Rules: z.never('the local cloud has no Rules').optional(),
  Hooks: z.never('the local cloud has no Hooks').optional(),
  Transform: TransformShape.default([]),
  Resources: z
    .record(z.string().regex(/^[a-zA-Z0-9]+$/, 'a logical id has letters and digits only'), ResourceShape)
    .refine((resources) => Object.keys(resources).length > 0, 'at least one resource must be defined'),
  Outputs: z.record(z.string(), OutputShape).default({}),
});

export type Parameter = z.output<typeof ParameterShape>;
export type Policy = z.output<typeof policies>;
