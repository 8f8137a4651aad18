import { isLeaf, isObject, type Leaf } from './json.ts';
import { wildcard } from './wildcard.ts';

/** Whether one of the leaves at a place fits; there are none where the field is missing. */
export type Matcher = (leaves: readonly Leaf[]) => boolean;

type Invalid = (reason: string) => Error;
type Test = (leaf: Leaf) => boolean;

const any =
  (test: Test): Matcher =>
  (leaves) =>
    leaves.some(test);

const ofText =
  (test: (text: string) => boolean): Test =>
  (leaf) =>
    typeof leaf === 'string' && test(leaf);

/** One item of a field's list: a value, or an object that names one operator. @throws what `invalid` makes */
export function matcherOf(item: unknown, path: string, invalid: Invalid): Matcher {
  if (isLeaf(item)) return any((leaf) => leaf === item);
  if (!isObject(item)) throw invalid(`"${path}" has a list in its list`);
  const [entry, ...others] = Object.entries(item);
  if (!entry || others.length > 0) throw invalid(`Only one key allowed in match expression ("${path}")`);
  const [operator, operand] = entry;
  if (operator === 'exists') {
    if (typeof operand !== 'boolean')
      throw invalid(`exists match pattern must be either true or false ("${path}")`);
    return (leaves) => leaves.length > 0 === operand;
  }
  if (operator === 'anything-but') return any(anythingBut(operand, path, invalid));
  if (operator === 'numeric') return any(numeric(operand, path, invalid));
  return any(textTest(operator, operand, path, invalid));
}

function textTest(operator: string, operand: unknown, path: string, invalid: Invalid): Test {
  if ((operator === 'prefix' || operator === 'suffix') && isObject(operand)) {
    const [entry, ...others] = Object.entries(operand);
    if (entry?.[0] !== 'equals-ignore-case' || others.length > 0)
      throw invalid(`${operator} takes a string or equals-ignore-case ("${path}")`);
    const text = string(entry[1], operator, path, invalid).toLowerCase();
    return ofText((value) => ends(operator, value.toLowerCase(), text));
  }
  if (operator === 'prefix' || operator === 'suffix') {
    const text = string(operand, operator, path, invalid);
    return ofText((value) => ends(operator, value, text));
  }
  if (operator === 'equals-ignore-case') {
    const text = string(operand, operator, path, invalid).toLowerCase();
    return ofText((value) => value.toLowerCase() === text);
  }
  if (operator === 'wildcard') {
    const expression = wildcard(string(operand, operator, path, invalid), invalid);
    return ofText((value) => expression.test(value));
  }
  if (operator === 'cidr') throw invalid(`the local cloud has no cidr matching ("${path}")`);
  throw invalid(`Unrecognized match type ${operator} ("${path}")`);
}

const ends = (operator: 'prefix' | 'suffix', value: string, text: string): boolean =>
  operator === 'prefix' ? value.startsWith(text) : value.endsWith(text);

/** A value, a list of values, or one text operator with a text or a list of them. */
function anythingBut(operand: unknown, path: string, invalid: Invalid): Test {
  if (isObject(operand)) {
    const [entry, ...others] = Object.entries(operand);
    if (!entry || others.length > 0) throw invalid(`Only one key allowed in anything-but ("${path}")`);
    const tests = items(entry[1], path, invalid).map((text) => textTest(entry[0], text, path, invalid));
    return (leaf) => !tests.some((test) => test(leaf));
  }
  const values = items(operand, path, invalid);
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number'))
    throw invalid(`Value of anything-but must be an array or single string/number value ("${path}")`);
  const refused = new Set<unknown>(values);
  return (leaf) => !refused.has(leaf);
}

function items(operand: unknown, path: string, invalid: Invalid): unknown[] {
  const list: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw invalid(`Empty arrays are not allowed ("${path}")`);
  return list;
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `["=", 5]` or a range `[">", 0, "<=", 5]`. */
function numeric(operand: unknown, path: string, invalid: Invalid): Test {
  const list: unknown[] = Array.isArray(operand) ? operand : [];
  if (list.length !== 2 && list.length !== 4)
    throw invalid(`Value of numeric must be a list of one or two comparisons ("${path}")`);
  const tests = [0, 2].slice(0, list.length / 2).map((at) => {
    const compare = comparisons[String(list[at])];
    const bound = list[at + 1];
    if (!compare) throw invalid(`Unrecognized numeric range operator: ${list[at]} ("${path}")`);
    if (typeof bound !== 'number') throw invalid(`Value of ${list[at]} must be numeric ("${path}")`);
    return (value: number) => compare(value, bound);
  });
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

function string(operand: unknown, operator: string, path: string, invalid: Invalid): string {
  if (typeof operand !== 'string') throw invalid(`${operator} match pattern must be a string ("${path}")`);
  return operand;
}
