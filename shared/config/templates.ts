import { isMap, LineCounter, parseDocument } from 'yaml';
import { isJsonList, isJsonObject, type JsonObject } from '../deployment/json.ts';
import { jsonError } from './json-error.ts';
import { fieldName, type Path, place, positionOf } from './location.ts';
import type { Problem } from './problem.ts';

/** The text of each template by the name that slipway.yml gives it, or why it cannot be had. */
export type TemplateFiles = ReadonlyMap<string, { readonly text: string } | { readonly unreadable: string }>;

export type ReadTemplate =
  | { readonly definition: JsonObject }
  | { readonly problems: readonly [Problem, ...Problem[]] };

/** ECS takes no larger one. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_DEFINITION_BYTES = 64 * 1024;

/** The templates that slipway.yml names, as far as it can be read: what is wrong with it is found by `parseConfig`. */
export function templatesNamed(text: string): string[] {
  const named = new Set<string>();
  const document = parseDocument(text, { merge: true, logLevel: 'silent' });
  const pipelines = document.errors.length === 0 ? document.get('pipelines') : undefined;
  const content: unknown = isMap(pipelines) ? pipelines.toJS(document) : undefined;
  for (const pipeline of valuesOf(content)) {
    for (const stage of valuesOf(memberOf(pipeline, 'stages'))) {
      const file = memberOf(memberOf(memberOf(memberOf(stage, 'target'), 'ecs'), 'task'), 'template');
      if (typeof file === 'string') named.add(file);
    }
  }
  return [...named];
}

/**
 * Reads a task definition as a user keeps it: the input of RegisterTaskDefinition, or what DescribeTaskDefinition
 * answered. Members that nobody here knows are kept.
 */
export function readTemplate(file: string, text: string): ReadTemplate {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const at = (path: Path, message: string): Problem => ({
    file,
    ...positionOf(document, lines, path, 'value'),
    field: fieldName(path),
    message,
  });
  const wrong = file.endsWith('.json') ? jsonError(text) : undefined;
  if (wrong) {
    const message = `is not valid JSON: ${wrong.message}`;
    return { problems: [{ file, ...placeOf(text, wrong.offset), field: '', message }] };
  }
  const [error] = file.endsWith('.json') ? [] : document.errors;
  if (error) {
    const message = `is not valid YAML: ${error.message}`;
    return { problems: [{ file, ...place(lines, error.pos[0]), field: '', message }] };
  }
  // Through JSON, so that YAML's own values (dates, infinities) are what JSON makes of them.
  const content: unknown = JSON.parse(
    file.endsWith('.json') ? text : JSON.stringify(document.toJS() ?? null),
  );
  if (!isJsonObject(content)) return { problems: [at([], 'must be one task definition: a mapping')] };
  const { taskDefinition, ...beside } = content;
  const described = isJsonObject(taskDefinition);
  const definition = described
    ? { ...taskDefinition, ...(beside.tags === undefined ? {} : { tags: beside.tags }) }
    : content;
  const [first, ...more] = problemsOf(definition).map(({ path, message }) =>
    at(described ? ['taskDefinition', ...path] : path, message),
  );
  return first === undefined ? { definition } : { problems: [first, ...more] };
}

/** What AWS would refuse only when it is deployed, and what is needed here. */
function problemsOf(definition: JsonObject): { path: Path; message: string }[] {
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes > MAX_DEFINITION_BYTES) {
    return [
      { path: [], message: `is larger than ${MAX_DEFINITION_BYTES / 1024} KB, the most that ECS takes` },
    ];
  }
  const sizes = ['cpu', 'memory'].flatMap((member) =>
    typeof definition[member] === 'number'
      ? [{ path: [member], message: 'must be a text: put it in quotes' }]
      : [],
  );
  const { containerDefinitions: containers } = definition;
  if (!isJsonList(containers) || containers.length === 0) {
    return [
      ...sizes,
      { path: ['containerDefinitions'], message: 'must be a list with at least one container' },
    ];
  }
  const names = containers.map((container) => (isJsonObject(container) ? container.name : undefined));
  const unnamed = names.flatMap((name, index) => {
    const path: Path = ['containerDefinitions', index, 'name'];
    if (typeof name !== 'string' || name === '') return [{ path, message: 'must be a text' }];
    return names.indexOf(name) === index
      ? []
      : [{ path, message: `"${name}" is the name of an earlier container` }];
  });
  return [...sizes, ...unnamed];
}

/** Of a text that no YAML parser has to understand. Both count from 1. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function valuesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === member)?.[1]
    : undefined;
}
