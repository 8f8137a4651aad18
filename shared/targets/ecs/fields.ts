import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../deployment/json.ts';
import { withoutDefaults } from './filled-in.ts';

/** One field of a task definition that holds a value: a text, a number, or a list without names. */
export interface Field {
  readonly path: readonly string[];
  readonly value: Json;
}

/** By their paths, made text so that no name can be mistaken for a way. */
export type Fields = ReadonlyMap<string, Field>;

/** What names the entries of a list, the first that all of them have with different values. */
const NAMES = [
  'name',
  'key',
  'containerName',
  'sourceContainer',
  'namespace',
  'hostname',
  'hostPath',
  'containerPath',
  'sourceVolume',
  'containerPort',
  'containerPortRange',
  'type',
  'value',
  'expression',
];

/** What makes up an entry that is a name and a value and no more. */
const VALUES = ['value', 'valueFrom'];

/**
 * Every value of a definition by where it is. Entries of lists go by their names, so that their order does not count;
 * what AWS fills in by itself is left out.
 */
export function fieldsOf(definition: JsonObject): Fields {
  const fields: Field[] = [];
  collect(withoutDefaults(definition), [], fields);
  return new Map(fields.map((field) => [JSON.stringify(field.path), field]));
}

export function sameFields(before: JsonObject, after: JsonObject): boolean {
  const [left, right] = [fieldsOf(before), fieldsOf(after)];
  return (
    left.size === right.size && [...left].every(([key, { value }]) => sameValue(value, right.get(key)?.value))
  );
}

export function sameValue(left: Json | undefined, right: Json | undefined): boolean {
  if (isJsonObject(left) && isJsonObject(right)) {
    const members = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...members].every((member) => sameValue(left[member], right[member]));
  }
  if (isJsonList(left) && isJsonList(right))
    return left.length === right.length && left.every((entry, index) => sameValue(entry, right[index]));
  return left === right;
}

function collect(value: Json, path: readonly string[], into: Field[]): void {
  if (isJsonObject(value)) {
    for (const [member, inner] of Object.entries(value)) collect(inner, [...path, member], into);
    return;
  }
  const named = isJsonList(value) ? byName(value) : undefined;
  if (named === undefined) {
    into.push({ path, value });
    return;
  }
  for (const [name, entry] of named) collect(entry, [...path, name], into);
}

/** The entries of a list by their names, where they all have one; an entry of name and value is its value. */
function byName(list: readonly Json[]): Map<string, Json> | undefined {
  if (list.length === 0 || !list.every(isJsonObject)) return undefined;
  for (const member of NAMES) {
    const names = list.map((entry) => entry[member]);
    const isName = names.every((name) => typeof name === 'string' || typeof name === 'number');
    if (!isName || new Set(names).size < list.length) continue;
    return new Map(list.map((entry) => [String(entry[member]), withoutName(entry, member)]));
  }
  return undefined;
}

function withoutName(entry: JsonObject, member: string): Json {
  const { [member]: name = null, ...rest } = entry;
  const [only, another] = Object.entries(rest);
  if (only === undefined) return name;
  return another === undefined && VALUES.includes(only[0]) ? only[1] : rest;
}
