import { isJsonList, isJsonObject, type JsonObject } from '../deployment/json.ts';
import { fieldName, type Path, positionOf } from './location.ts';
import type { Problem } from './problem.ts';
import { readStructured } from './structured-file.ts';

/** The text of each template by the name that slipway.yml gives it, or why it cannot be had. */
export type TemplateFiles = ReadonlyMap<string, { readonly text: string } | { readonly unreadable: string }>;

export type ReadTemplate =
  | { readonly definition: JsonObject }
  | { readonly problems: readonly [Problem, ...Problem[]] };

/** ECS takes no larger one. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_DEFINITION_BYTES = 64 * 1024;

/**
 * Reads a task definition as a user keeps it: the input of RegisterTaskDefinition, or what DescribeTaskDefinition
 * answered. Members that nobody here knows are kept.
 */
export function readTemplate(file: string, text: string): ReadTemplate {
  const read = readStructured(file, text);
  if ('problem' in read) return { problems: [read.problem] };
  const { document, lines, content } = read;
  const at = (path: Path, message: string): Problem => ({
    file,
    ...positionOf(document, lines, path, 'value'),
    field: fieldName(path),
    message,
  });
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
