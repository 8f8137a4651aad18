import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireResponse } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { refusal } from '../refusal.ts';
import { memberTraits, schemaOf, shapeOf, type Traits } from '../schema.ts';
import { type Violation, violations, within } from '../validate.ts';
import { codecsOf } from './codecs.ts';
import { fromText } from './from-text.ts';

/** A form's dotted names as a tree: `Tags.member.1.Key=a` is `{ Tags: { member: { 1: { Key: 'a' } } } }`. */
type Tree = string | { [name: string]: Tree };

/** How a protocol names members in a form. */
export interface FormStyle {
  nameOf(member: string, traits: Traits): string;
  /** Whether a list's items come right after its name: `Tags.1`, not `Tags.member.1`. */
  isFlat(list: Traits): boolean;
}

const AWS_QUERY: FormStyle = {
  nameOf: (member, { xmlName = member }) => xmlName,
  isFlat: ({ xmlFlattened }) => Boolean(xmlFlattened),
};

/** What a form is read by and into. */
interface Reading {
  readonly model: ServiceModel;
  readonly style: FormStyle;
  readonly found: Violation[];
}

/** The one kind of format that the SDK only writes: forms. */
export function readQuery(
  model: ServiceModel,
  operation: OperationModel,
  form: URLSearchParams,
  style = AWS_QUERY,
): unknown {
  const found: Violation[] = [];
  const value = fromTree({ model, style, found }, schemaOf(operation.input), treeOf(form), '');
  found.push(...violations(model, operation.input, value, 'value'));
  if (found.length > 0) throw refusal(model, found);
  return value ?? {};
}

export function writeQuery(
  model: ServiceModel,
  operation: OperationModel,
  output: unknown,
  requestId: string,
): WireResponse {
  const schema = schemaOf(operation.output);
  const writer = codecsOf(model).xmlWriter;
  const result = schema.isUnitSchema()
    ? ''
    : writer.writeStruct(schema, output, undefined).withName(`${operation.name}Result`).toString();
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${operation.name}Response xmlns="${model.xmlNamespace}">${result}${metadata}</${operation.name}Response>`,
  };
}

function treeOf(form: URLSearchParams): Tree {
  const root: { [name: string]: Tree } = Object.create(null);
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    const steps = name.split('.');
    const last = steps.pop() ?? '';
    let node = root;
    for (const step of steps) {
      const next = node[step];
      const branch: { [name: string]: Tree } = typeof next === 'object' ? next : Object.create(null);
      node[step] = branch;
      node = branch;
    }
    node[last] = value;
  }
  return root;
}

function fromTree(at: Reading, schema: NormalizedSchema, tree: Tree, path: string): unknown {
  if (schema.isUnitSchema()) return {};
  if (schema.isStructSchema()) return structureFrom(at, schema, tree, path);
  if (schema.isListSchema()) {
    if (tree === '') return [];
    const member = schema.getValueSchema();
    const items = at.style.isFlat(memberTraits(schema))
      ? tree
      : child(tree, memberTraits(member).xmlName ?? 'member');
    return inOrder(items).map((item, index) => fromTree(at, member, item, `${path}.${index + 1}.member`));
  }
  if (schema.isMapSchema()) {
    const [keySchema, valueSchema] = [schema.getKeySchema(), schema.getValueSchema()];
    const entries = memberTraits(schema).xmlFlattened ? tree : child(tree, 'entry');
    return Object.fromEntries(
      inOrder(entries).map((entry) => {
        const key = String(child(entry, memberTraits(keySchema).xmlName ?? 'key'));
        const value = child(entry, memberTraits(valueSchema).xmlName ?? 'value');
        return [key, fromTree(at, valueSchema, value, `${path}.${key}.member`)];
      }),
    );
  }
  return scalarFrom(at, schema, tree, path);
}

function structureFrom(at: Reading, schema: NormalizedSchema, tree: Tree, path: string): unknown {
  if (typeof tree === 'string') {
    at.found.push({ kind: 'type', path, text: 'Expected structure or null' });
    return undefined;
  }
  const value: Record<string, unknown> = {};
  const known = new Set<string>();
  const { name: structure, members } = shapeOf(schema);
  for (const [name, member] of members) {
    const wireName = at.style.nameOf(name, memberTraits(member));
    known.add(wireName);
    const given = tree[wireName];
    if (given !== undefined) value[name] = fromTree(at, member, given, within(path, name));
  }
  for (const name of Object.keys(tree)) {
    if (!known.has(name))
      at.found.push({ kind: 'unknown', path, member: name, text: `unknown member ${name} of ${structure}` });
  }
  return value;
}

function scalarFrom(at: Reading, schema: NormalizedSchema, tree: Tree, path: string): unknown {
  if (typeof tree === 'string') return fromText(at.model, schema, tree, path, at.found);
  at.found.push({ kind: 'type', path, text: 'Start of structure or map found where not expected' });
  return undefined;
}

function child(tree: Tree, name: string): Tree {
  return typeof tree === 'string' ? tree : (tree[name] ?? '');
}

function inOrder(tree: Tree): Tree[] {
  if (typeof tree === 'string') return [];
  return Object.keys(tree)
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => tree[index] ?? '');
}
