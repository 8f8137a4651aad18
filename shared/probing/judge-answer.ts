import type { ProbeRequest } from '../deployment/ports.ts';
import { type Answer, MOST_READ } from './ask.ts';
import { fieldAt } from './json-field.ts';
import { printable } from './printable.ts';
import { isVersion } from './version.ts';

/** What an answer is worth. `text` is for people: `200`, `500: <start of the body>`. */
export interface Judged {
  readonly good: boolean;
  readonly text: string;
}

/** Whether an answer is as asked: its status, its body, the field of its JSON, and the version that it tells. */
export function judgeAnswer(request: ProbeRequest, answer: Answer): Judged {
  if (answer.kind === 'none') return { good: false, text: answer.why };
  const problem = problemOf(request, answer);
  const start = printable(answer.body);
  if (problem === undefined) return { good: true, text: `${answer.status}` };
  const words = problem === '' ? '' : ` (${problem})`;
  const location = answer.headers.location;
  const to = location === undefined ? '' : ` to ${printable(location)}`;
  return { good: false, text: `${answer.status}${to}${words}${start === '' ? '' : `: ${start}`}` };
}

type Given = Extract<Answer, { kind: 'answer' }>;

/** Empty where the status says it all. */
function problemOf({ status, contains, json, version }: ProbeRequest, answer: Given): string | undefined {
  if (!status.includes(answer.status)) return '';
  if (contains !== undefined && !answer.body.includes(contains)) {
    return `without ${JSON.stringify(contains)} in its body${cutWords(answer)}`;
  }
  const parsed = once(() => parse(answer));
  if (json !== undefined) {
    const field = parsed().field(json.path);
    if (typeof field === 'object') return field.problem;
    if (field !== JSON.stringify(json.equals)) {
      return `${json.path} is ${printable(field)}, not ${JSON.stringify(json.equals)}`;
    }
  }
  if (version === undefined) return undefined;
  const { in: place, expected } = version;
  const told = 'json' in place ? fieldText(parsed().field(place.json)) : textAt(place, answer);
  if (typeof told === 'object') return told.problem;
  if (isVersion(told, expected)) return undefined;
  const wanted = expected.commit?.slice(0, 7) ?? expected.tag;
  return `version ${printable(told).slice(0, 80) || 'not told'}, not yet ${wanted}`;
}

function textAt(place: { header: string } | { body: true }, { headers, body }: Given): string {
  if ('body' in place) return body;
  const value = headers[place.header];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

type Field = string | { readonly problem: string };

/** The text of a JSON field: a string's own. */
function fieldText(field: Field): Field {
  if (typeof field === 'object' || !field.startsWith('"')) return field;
  return String(JSON.parse(field));
}

function parse(answer: Given): { field(path: string): Field } {
  try {
    const body: unknown = JSON.parse(answer.body);
    return {
      field: (path) => {
        const found = fieldAt(body, path);
        return found === undefined ? { problem: `there is no ${path} in its JSON` } : JSON.stringify(found);
      },
    };
  } catch {
    return { field: () => ({ problem: `its body is not JSON${cutWords(answer)}` }) };
  }
}

function cutWords({ cut }: Given): string {
  return cut ? ` (of which the first ${MOST_READ / 1024} KiB were read)` : '';
}

function once<Thing>(make: () => Thing): () => Thing {
  let made: { thing: Thing } | undefined;
  return () => {
    made ??= { thing: make() };
    return made.thing;
  };
}
