import { createHash } from 'node:crypto';
import { Rejected } from '../../deployment/errors.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../deployment/json.ts';
import type { TaskSettings } from '../../deployment/model.ts';
import { sameFields } from './fields.ts';
import { overrideContainers, overrideTask } from './overrides.ts';

// What AWS makes itself and does not take back (from the service model of RegisterTaskDefinition).
const MADE_BY_AWS = [
  'compatibilities',
  'deleteRequestedAt',
  'deregisteredAt',
  'registeredAt',
  'registeredBy',
  'requiresAttributes',
  'revision',
  'status',
  'taskDefinitionArn',
];

/** A revision carries what it was made from, so that it is found again instead of registered twice. */
export const FINGERPRINT_TAG = 'slipway:fingerprint';

export interface Rewritten {
  /** What runs, as it would be registered: without what AWS makes itself, and without the fingerprint. */
  readonly before: JsonObject;
  /** What would run, in the same way. */
  readonly after: JsonObject;
  /** What to register: that, with the fingerprint among its tags. */
  readonly definition: JsonObject;
  readonly fingerprint: string;
  /** False when the described revision is the same already. */
  readonly changed: boolean;
  /** Those that get the image. */
  readonly containers: readonly string[];
}

export interface Wanted {
  /** By digest. */
  readonly image: string;
  /** Which containers get the image: by name, and the image they have now. */
  isOurs(container: { readonly name: string; readonly image: string }): boolean;
  /** Containers that must be there because they are named to get the image. */
  readonly named?: readonly string[] | undefined;
  readonly task?: TaskSettings | undefined;
}

/**
 * What is to run: the template, or else the live revision, with the release's image in the containers that get it and
 * with the stage's own settings. Every other field goes through untouched, those included that no SDK knows.
 *
 * @param described the answer of DescribeTaskDefinition with its tags, of the live revision
 * @throws Rejected when no container gets the image, or settings name a container that is not there
 */
export function rewrite(described: JsonObject, { image, isOurs, named, task }: Wanted): Rewritten {
  const before = withoutWhatAwsMakes(asObject(described.taskDefinition, 'taskDefinition'), described.tags);
  const template = task?.template;
  const base =
    template === undefined
      ? before
      : {
          ...(before.family === undefined ? {} : { family: before.family }),
          ...withoutWhatAwsMakes(template.definition, template.definition.tags),
        };
  const what = template === undefined ? String(base.family) : template.file;
  const containers: string[] = [];
  const withImage = asList(base.containerDefinitions).map((given) => {
    const container = asObject(given, 'containerDefinitions');
    const name = String(container.name);
    if (!isOurs({ name, image: typeof container.image === 'string' ? container.image : '' }))
      return container;
    containers.push(name);
    return { ...container, image };
  });
  const missing = (named ?? []).find((name) => !containers.includes(name));
  if (containers.length === 0 || missing !== undefined) {
    throw new Rejected(noContainer(what, withImage, image, missing));
  }
  const { tags = [], ...definition } = overrideTask(
    { ...base, containerDefinitions: overrideContainers(withImage, task?.containers, what) },
    task,
  );
  const fingerprint = fingerprintFor(definition, tags);
  const after = { ...definition, tags };
  return {
    before,
    after,
    definition: { ...definition, tags: [...asList(tags), { key: FINGERPRINT_TAG, value: fingerprint }] },
    fingerprint,
    // The tag knows better where AWS has filled in or reordered what was registered.
    changed: fingerprintOf(described) !== fingerprint && !sameFields(before, after),
    containers,
  };
}

/** The fingerprint that a described revision carries, if any. */
export function fingerprintOf(described: JsonObject): string | undefined {
  const tag = asList(described.tags).find((given) => isJsonObject(given) && given.key === FINGERPRINT_TAG);
  return isJsonObject(tag) ? String(tag.value) : undefined;
}

/** A definition as it is registered, its own tags included. */
function withoutWhatAwsMakes(definition: JsonObject, tags: Json | undefined): JsonObject {
  const kept = Object.entries(definition).filter(([member]) => !MADE_BY_AWS.includes(member));
  return { ...Object.fromEntries(kept), tags: asList(tags).filter((tag) => !isNobodys(tag)) };
}

/**
 * The fingerprint is made anew. Tags whose key begins with `aws:` are made by AWS services, CloudFormation's for example,
 * and nobody else may give them.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
 */
function isNobodys(tag: Json): boolean {
  const key = isJsonObject(tag) ? String(tag.key) : '';
  return key === FINGERPRINT_TAG || key.toLowerCase().startsWith('aws:');
}

function fingerprintFor(definition: JsonObject, tags: Json | undefined): string {
  const content = canonical({ definition, tags: asList(tags) });
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

function noContainer(
  what: string,
  containers: readonly JsonObject[],
  image: string,
  missing: string | undefined,
): string {
  const have = containers.map(({ name, image: its }) => `${String(name)} (${String(its)})`).join(', ');
  return missing === undefined
    ? `no container of ${what} is to get ${image}: it has ${have}. Name one in the stage's target under "containers"`
    : `${what} has no container ${missing}, which is to get the image: it has ${have}. Correct "containers" in the stage's target`;
}

/** The same text for the same content, whatever the order of members. */
function canonical(value: Json): string {
  if (isJsonList(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

function asObject(value: Json | undefined, where: string): JsonObject {
  if (!isJsonObject(value)) throw new TypeError(`there is no object at ${where}`);
  return value;
}

function asList(value: Json | undefined): readonly Json[] {
  return isJsonList(value) ? value : [];
}
