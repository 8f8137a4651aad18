import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireResponse } from '../message.ts';
import type { OperationModel, ServiceModel } from '../model.ts';
import { membersOf, memberTraits, schemaOf } from '../schema.ts';
import { AwsError } from '../service.ts';
import { violations } from '../validate.ts';
import { codecsOf } from './codecs.ts';

/** A form's dotted names as a tree: `Tags.member.1.Key=a` is `{ Tags: { member: { 1: { Key: 'a' } } } }`. */
type Tree = string | { [name: string]: Tree };

/** The one format that the SDK only writes: awsQuery's forms. */
export function readQuery(model: ServiceModel, operation: OperationModel, form: URLSearchParams): unknown {
  const found: string[] = [];
  const value = fromTree(model, schemaOf(operation.input), treeOf(form), '', found);
  found.push(...violations(model, operation.input, value, 'value'));
  if (found.length > 0) throw new AwsError('ValidationError', found.join('; '));
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

function fromTree(
  model: ServiceModel,
  schema: NormalizedSchema,
  tree: Tree,
  path: string,
  found: string[],
): unknown {
  if (schema.isUnitSchema()) return {};
  if (schema.isStructSchema()) return structureFrom(model, schema, tree, path, found);
  if (schema.isListSchema()) {
    if (tree === '') return [];
    const member = schema.getValueSchema();
    const items = memberTraits(schema).xmlFlattened
      ? tree
      : child(tree, memberTraits(member).xmlName ?? 'member');
    return inOrder(items).map((item, index) => fromTree(model, member, item, `${path}/${index}`, found));
  }
  if (schema.isMapSchema()) {
    const [keySchema, valueSchema] = [schema.getKeySchema(), schema.getValueSchema()];
    const entries = memberTraits(schema).xmlFlattened ? tree : child(tree, 'entry');
    return Object.fromEntries(
      inOrder(entries).map((entry) => {
        const key = String(child(entry, memberTraits(keySchema).xmlName ?? 'key'));
        const value = child(entry, memberTraits(valueSchema).xmlName ?? 'value');
        return [key, fromTree(model, valueSchema, value, `${path}/${key}`, found)];
      }),
    );
  }
  return scalarFrom(model, schema, tree, path, found);
}

function structureFrom(
  model: ServiceModel,
  schema: NormalizedSchema,
  tree: Tree,
  path: string,
  found: string[],
): unknown {
  if (typeof tree === 'string') {
    found.push(`${path}: expected a structure`);
    return undefined;
  }
  const value: Record<string, unknown> = {};
  const known = new Set<string>();
  for (const [name, member] of membersOf(schema)) {
    const wireName = memberTraits(member).xmlName ?? name;
    known.add(wireName);
    const given = tree[wireName];
    if (given !== undefined) value[name] = fromTree(model, member, given, `${path}/${name}`, found);
  }
  for (const name of Object.keys(tree))
    if (!known.has(name)) found.push(`${path || '/'}: unknown parameter ${name}`);
  return value;
}

function scalarFrom(
  model: ServiceModel,
  schema: NormalizedSchema,
  tree: Tree,
  path: string,
  found: string[],
): unknown {
  if (typeof tree !== 'string') {
    found.push(`${path}: expected a value`);
    return undefined;
  }
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(tree))
    found.push(`${path}: '${tree}' is no boolean`);
  if (schema.isNumericSchema() && (tree === '' || !Number.isFinite(Number(tree))))
    found.push(`${path}: '${tree}' is no number`);
  return codecsOf(model).fromString.read(schema, schema.isBooleanSchema() ? tree.toLowerCase() : tree);
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
