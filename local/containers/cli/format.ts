/**
 * The part of Go's templates that builds use with `docker inspect --format`: text with `{{.A.B}}`,
 * `{{json .A}}` and `{{index .A 0}}` in it.
 *
 * @throws Error for any other expression, and as docker does for what is not there
 */
export function format(template: string, data: unknown): string {
  return template.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_whole, expression: string) =>
    evaluate(expression, data),
  );
}

function evaluate(expression: string, data: unknown): string {
  const path = /^(?<function>json|index)?\s*\(?(?<path>\.[\w.]*)\)?(?:\s+(?<key>\d+|"[^"]*"))?$/.exec(
    expression,
  );
  const { function: name, path: names = '', key } = path?.groups ?? {};
  if (!path || (name === 'index') !== (key !== undefined))
    throw new Error(
      `template parsing error: {{${expression}}} is not understood by the local cloud's docker`,
    );
  const value = names
    .split('.')
    .filter((each) => each !== '')
    .reduce((found, each) => member(found, each), data);
  if (name === 'json') return JSON.stringify(value);
  return show(key === undefined ? value : item(value, key, expression));
}

function item(value: unknown, key: string, expression: string): unknown {
  const found = key.startsWith('"')
    ? member(value, key.slice(1, -1))
    : Array.isArray(value)
      ? value[Number(key)]
      : undefined;
  if (found === undefined)
    throw new Error(
      `template: :1:2: executing "" at <${expression}>: error calling index: index out of range: ${key}`,
    );
  return found;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function show(value: unknown): string {
  if (value === undefined || value === null) return '<no value>';
  if (Array.isArray(value)) return `[${value.map(show).join(' ')}]`;
  if (typeof value === 'object')
    return `map[${Object.entries(value)
      .map(([key, each]) => `${key}:${show(each)}`)
      .join(' ')}]`;
  return String(value);
}
