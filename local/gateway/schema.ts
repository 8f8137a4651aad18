import { NormalizedSchema } from '@smithy/core/schema';

// How the SDK's generated clients lay out their runtime schemas. It looks internal to the SDK, so the clients are pinned
// and test/local/gateway-layout.test.ts fails when any of this changes.

/** A reference to a schema, as the SDK passes it around. */
export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

export interface Traits {
  readonly http?: readonly [method: string, uri: string, status: number];
  readonly httpLabel?: unknown;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpQuery?: string;
  readonly httpQueryParams?: unknown;
  readonly httpPayload?: unknown;
  readonly httpResponseCode?: unknown;
  readonly httpError?: number;
  readonly error?: 'client' | 'server';
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  readonly xmlFlattened?: unknown;
  readonly sensitive?: unknown;
}

const OPERATION = 9;
const ERROR = -3;
const UNION = 4;

/** `[9, namespace, name, traits, input, output]` */
export interface OperationSchema {
  readonly name: string;
  readonly traits: Traits;
  readonly input: SchemaRef;
  readonly output: SchemaRef;
}

/** `[-3, namespace, name, traits, memberNames, memberSchemas]` */
export interface ErrorSchema {
  readonly namespace: string;
  readonly name: string;
  readonly traits: Traits;
  readonly members: readonly string[];
  readonly ref: SchemaRef;
}

export function readOperation(value: unknown): OperationSchema | undefined {
  if (!Array.isArray(value) || value[0] !== OPERATION) return undefined;
  const [, , name, traits, input, output] = value as [number, string, string, unknown, SchemaRef, SchemaRef];
  return { name, traits: traitsOf(traits), input, output };
}

export function readError(value: unknown): ErrorSchema | undefined {
  if (!Array.isArray(value) || value[0] !== ERROR) return undefined;
  const [, namespace, name, traits, members] = value as [number, string, string, unknown, string[]];
  return {
    namespace,
    name,
    traits: traitsOf(traits),
    members: members ?? [],
    ref: value as unknown as SchemaRef,
  };
}

/** Members of a structure, by name. */
export function membersOf(schema: NormalizedSchema): [string, NormalizedSchema][] {
  return [...schema.structIterator()] as [string, NormalizedSchema][];
}

export function memberTraits(schema: NormalizedSchema): Traits {
  return schema.getMergedTraits() as Traits;
}

/** What a structure's raw schema tells beyond NormalizedSchema: its name, its required members, whether it is a union. */
export function structure(schema: NormalizedSchema): {
  name: string;
  required: readonly string[];
  union: boolean;
} {
  const raw = schema.getSchema() as unknown;
  if (!Array.isArray(raw)) return { name: 'structure', required: [], union: false };
  const [kind, , name, , names, , required] = raw as [
    number,
    string,
    string,
    unknown,
    string[],
    unknown,
    number?,
  ];
  // Required members come first; the last slot is their number.
  return { name, required: (names ?? []).slice(0, required ?? 0), union: kind === UNION };
}

interface Shape {
  readonly name: string;
  readonly required: ReadonlySet<string>;
  readonly union: boolean;
  readonly members: readonly (readonly [string, NormalizedSchema])[];
}

const shapes = new WeakMap<object, Shape>();

/** A structure with its members, put together once: each call goes through several. */
export function shapeOf(schema: NormalizedSchema): Shape {
  const raw = schema.getSchema() as object;
  const known = shapes.get(raw);
  if (known) return known;
  const { name, required, union } = structure(schema);
  const shape = { name, required: new Set(required), union, members: membersOf(schema) };
  shapes.set(raw, shape);
  return shape;
}

export const schemaOf = (ref: SchemaRef | NormalizedSchema): NormalizedSchema => NormalizedSchema.of(ref);

function traitsOf(traits: unknown): Traits {
  // A number packs traits that say nothing of the wire (idempotent, sensitive…).
  return typeof traits === 'object' && traits !== null ? (traits as Traits) : {};
}
