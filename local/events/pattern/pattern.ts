import { AwsError } from '../../gateway/service.ts';
import { isObject, type JsonObject, leavesOf } from './json.ts';
import { type Matcher, matcherOf } from './matchers.ts';

/** Whether an event fits. */
export type Pattern = (event: JsonObject) => boolean;

/**
 * An event pattern, ready to be matched.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws AwsError InvalidEventPatternException
 */
export function parsePattern(text: string): Pattern {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw invalid(`it is not JSON: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
  if (!isObject(parsed)) throw invalid('Filter is not an object');
  return objectPattern(parsed, '');
}

const invalid = (reason: string, cause?: unknown): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`, { cause });

function objectPattern(pattern: JsonObject, path: string): Pattern {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalid(`Empty objects are not allowed${path && ` (${path})`}`);
  const fields = entries.map(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return name === '$or' && isAlternatives(value) ? alternatives(value, at) : field(name, value, at);
  });
  return (event) => fields.every((fits) => fits(event));
}

/** `$or` with fewer than two objects is a field of that name. */
const isAlternatives = (value: unknown): value is JsonObject[] =>
  Array.isArray(value) && value.length > 1 && value.every(isObject);

function alternatives(patterns: readonly JsonObject[], path: string): Pattern {
  const all = patterns.map((pattern) => objectPattern(pattern, path));
  return (event) => all.some((fits) => fits(event));
}

function field(name: string, value: unknown, path: string): Pattern {
  if (isObject(value)) {
    const inner = objectPattern(value, path);
    // A list of objects fits when one of them fits by itself. Where there is none, only "exists: false" can fit.
    return (event) => {
      const objects = [event[name]].flat(Infinity).filter(isObject);
      return (objects.length === 0 ? [{}] : objects).some(inner);
    };
  }
  if (!Array.isArray(value)) throw invalid(`"${path}" must be an object or an array`);
  if (value.length === 0) throw invalid(`Empty arrays are not allowed ("${path}")`);
  const matchers: Matcher[] = value.map((item: unknown) => matcherOf(item, path, invalid));
  return (event) => {
    const leaves = leavesOf(event[name]);
    return matchers.some((matches) => matches(leaves));
  };
}
