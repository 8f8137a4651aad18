import * as z from 'zod';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './location.ts';
import { configSchema } from './schema.ts';

/** Words for what zod found, where the schema itself has none. Given to `safeParse` as its error map. */
export function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message;
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.input === undefined) return 'is missing';
  const wanted = WANTED[issue.expected] ?? issue.expected;
  const hint = issue.expected === 'string' && isPlain(issue.input) ? '; put it in quotes' : '';
  return `must be ${wanted}, not ${found(issue.input)}${hint}`;
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
  array: 'a list (lines that begin with "- ")',
  tuple: 'a list (lines that begin with "- ")',
  int: 'a whole number',
};

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function found(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `the ${typeof value} ${String(value)}`;
}

/** What to say of a key that slipway.yml does not have at this place. */
export function unknownKey(path: Path, key: string): string {
  const known = keysAt(configSchema, path);
  const meant = didYouMean(key, known);
  return meant
    ? `is not a key that is known here; did you mean "${meant}"?`
    : `is not a key that is known here; known are ${known.join(', ')}`;
}

/** The keys that a mapping of slipway.yml may have. */
function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (step === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject) {
    const next: z.core.$ZodType | undefined = inner.shape[String(step)];
    return next ? keysAt(next, rest) : [];
  }
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType, rest);
  if (inner instanceof z.ZodArray) return keysAt(inner.element, rest);
  return inner instanceof z.ZodTuple && inner.def.rest ? keysAt(inner.def.rest, rest) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapper ? unwrap(schema.unwrap()) : schema;
}
