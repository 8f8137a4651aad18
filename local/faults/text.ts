import { BadFault, type CheckedFault, checkFault, KINDS, kindNamed } from './fault.ts';

/**
 * A fault in its short form, as command lines have it: `KIND`, or `KIND:FIELD=VALUE,…`. A first word
 * without a `=` is what the kind is mostly about: a call's `SERVICE.OPERATION`, a page's size, an event's source.
 * A text that begins with `{` is JSON.
 *
 * @example parseFault('throttle:ecs.UpdateService,times=3')
 * @throws BadFault
 */
export function parseFault(text: string): CheckedFault {
  if (text.trimStart().startsWith('{')) return checkFault(parseJson(text));
  const [kind = '', ...rest] = text.split(':');
  const schema = kindNamed(kind);
  // Says which kinds there are.
  if (!schema) return checkFault({ kind });
  const fields: Record<string, unknown> = { kind };
  const words = rest.join(':').split(',');
  for (const [index, word] of words.entries()) {
    if (word === '' && words.length === 1) continue;
    const [name = '', ...value] = word.split('=');
    if (value.length > 0) fields[name.trim()] = readValue(schema, name.trim(), value.join('=').trim());
    else if (index === 0) Object.assign(fields, bareWord(schema, name.trim()));
    else throw new BadFault(kind, { field: word, message: 'it is not FIELD=VALUE' });
  }
  return checkFault(fields);
}

/** For `--help`: every kind with what it does and an example. */
export const FAULT_HELP = `Faults, each by an example; local/README.md has their fields:

${KINDS.map((kind) => {
  const { description, example } = kind.meta() ?? {};
  return `  ${String(example)}\n      ${description}`;
}).join('\n')}

Most take times=N (so often at most), skip=N (not the first ones) and share=0.2 (that part of them, by chance).`;

function bareWord(schema: (typeof KINDS)[number], word: string): object {
  const bare = schema.meta()?.bare;
  if (bare === 'call') {
    const [service, operation] = word.split('.');
    return { service, ...(operation === undefined ? {} : { operation }) };
  }
  if (typeof bare !== 'string')
    throw new BadFault(schema.shape.kind.value, { field: word, message: 'it is not FIELD=VALUE' });
  return { [bare]: readValue(schema, bare, word) };
}

/** A number where the field takes one; anything else is left to the schema, which says what is wrong. */
function readValue({ shape }: (typeof KINDS)[number], name: string, text: string): unknown {
  const field = Object.entries(shape).find(([known]) => known === name)?.[1];
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  return isNumber && field?.safeParse(text).success === false ? Number(text) : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadFault(undefined, { field: 'JSON', message: String(error) });
  }
}
