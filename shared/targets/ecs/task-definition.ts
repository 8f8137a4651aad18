import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../aws/raw-json.ts';
import { Rejected } from '../../deployment/errors.ts';

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
  /** What to register, its tags included. */
  readonly definition: JsonObject;
  readonly fingerprint: string;
  /** False when the described revision is the same already. */
  readonly changed: boolean;
  readonly containers: readonly string[];
}

/**
 * The described revision with the named containers' image replaced; every other field goes through untouched.
 *
 * @param described the answer of DescribeTaskDefinition with its tags
 * @param image by digest
 * @param isOurs which containers get the image: by name, and the image they have now
 * @throws Rejected when no container does
 */
export function withImage(
  described: JsonObject,
  image: string,
  isOurs: (container: { name: string; image: string }) => boolean,
): Rewritten {
  const whole = asObject(described.taskDefinition, 'taskDefinition');
  const definition = Object.fromEntries(
    Object.entries(whole).filter(([member]) => !MADE_BY_AWS.includes(member)),
  );
  const containers: string[] = [];
  let changed = false;
  definition.containerDefinitions = asList(whole.containerDefinitions).map((given) => {
    const container = asObject(given, 'containerDefinitions');
    const name = String(container.name);
    const before = String(container.image);
    if (!isOurs({ name, image: before })) return container;
    containers.push(name);
    changed ||= before !== image;
    return { ...container, image };
  });
  if (containers.length === 0) throw new Rejected(noContainer(whole, image));
  const tags = asList(described.tags ?? []).filter((tag) => asObject(tag, 'tags').key !== FINGERPRINT_TAG);
  const fingerprint = createHash('sha256').update(canonical({ definition, tags })).digest('hex').slice(0, 32);
  return {
    definition: { ...definition, tags: [...tags, { key: FINGERPRINT_TAG, value: fingerprint }] },
    fingerprint,
    changed,
    containers,
  };
}

/** The fingerprint that a described revision carries, if any. */
export function fingerprintOf(described: JsonObject): string | undefined {
  const tag = asList(described.tags ?? []).find((given) => asObject(given, 'tags').key === FINGERPRINT_TAG);
  return tag === undefined ? undefined : String(asObject(tag, 'tags').value);
}

function noContainer(definition: JsonObject, image: string): string {
  const have = asList(definition.containerDefinitions)
    .map((given) => asObject(given, 'containerDefinitions'))
    .map((container) => `${String(container.name)} (${String(container.image)})`)
    .join(', ');
  return `no container of ${String(definition.family)} is to get ${image}: it has ${have}. Name one in the stage's target under "containers"`;
}

/** The same text for the same content, whatever the order of members. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

function asObject(value: Json | undefined, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`AWS sent no object at ${where}`);
  }
  // Narrowed above: Array.isArray does not tell TypeScript so for readonly arrays.
  return value as JsonObject;
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
