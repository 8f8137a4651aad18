import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ECSClient, RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SchemaRef, schemaOf, shapeOf } from '../../../local/gateway/schema.ts';
import { describeTaskDefinition, registerTaskDefinition } from '../../../shared/aws/raw-json.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../../shared/deployment/json.ts';
import { parseImage } from '../../../shared/targets/ecs/image.ts';
import { FINGERPRINT_TAG, rewrite } from '../../../shared/targets/ecs/task-definition.ts';
import { localEcs } from '../../local/ecs/local-ecs.ts';

const OWN = join(import.meta.dirname, 'taskdefs');

/** `SLIPWAY_TASKDEFS` names a folder of task definitions that a user wants to see go through; JSON, a file each. */
const FOLDERS = [OWN, ...(process.env.SLIPWAY_TASKDEFS ? [process.env.SLIPWAY_TASKDEFS] : [])];

const IMAGE = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web@sha256:${'a'.repeat(64)}`;

/** What AWS makes itself: it is different in the next revision, or not there before it is registered. */
const MADE_BY_AWS = new Set([
  ...['compatibilities', 'deregisteredAt', 'registeredAt', 'registeredBy', 'requiresAttributes'],
  ...['revision', 'status', 'taskDefinitionArn', 'deleteRequestedAt'],
]);

interface Sample {
  readonly name: string;
  /** As DescribeTaskDefinition answers. */
  readonly described: JsonObject;
}

function samplesIn(folder: string): Sample[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const content = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;
      const { taskDefinition: inner, tags: beside } = content;
      const whole = isJsonObject(inner) ? inner : content;
      const { tags = beside ?? [], ...definition } = whole;
      // Some of a user's may be excerpts: what AWS always has, they get.
      const containerDefinitions = containersOf(definition).map((container, index) => ({
        ...{ name: `container-${index}`, image: 'team/web:1' },
        ...container,
      }));
      const taskDefinition = { family: 'sample', ...definition, containerDefinitions };
      return { name: file, described: { taskDefinition, tags } };
    });
}

const SAMPLES = FOLDERS.flatMap(samplesIn);

type IsOurs = (container: { readonly name: string }) => boolean;

/** The containers of the first one's repository get the image: so the others' must stay. */
function oursOf({ taskDefinition }: JsonObject): IsOurs {
  const containers = containersOf(taskDefinition);
  const repositoryOf = (container: JsonObject | undefined) => parseImage(String(container?.image)).repository;
  const ours = containers.filter((one) => repositoryOf(one) === repositoryOf(containers[0]));
  return ({ name }) => ours.some((one) => one.name === name);
}

function containersOf(definition: Json | undefined): readonly JsonObject[] {
  const list = isJsonObject(definition) ? definition.containerDefinitions : undefined;
  return isJsonList(list) ? list.filter(isJsonObject) : [];
}

/** What must be the same before and after: all but what AWS makes, the fingerprint, and the image of those that get it. */
function lasting({ taskDefinition, tags = [] }: JsonObject, isOurs: IsOurs) {
  const kept = Object.entries(isJsonObject(taskDefinition) ? taskDefinition : {}).filter(
    ([member]) => !MADE_BY_AWS.has(member),
  );
  const definition = {
    ...Object.fromEntries(kept),
    containerDefinitions: containersOf(taskDefinition).map((container) =>
      isOurs({ name: String(container.name) }) ? { ...container, image: 'the image' } : container,
    ),
  };
  const own = isJsonList(tags)
    ? tags.filter((tag) => !isJsonObject(tag) || tag.key !== FINGERPRINT_TAG)
    : tags;
  return { definition, tags: own };
}

/** A member that nobody knows in every object but maps of texts, as AWS adds them. */
function withFieldsOfNextYear(value: Json): Json {
  if (isJsonList(value)) return value.map(withFieldsOfNextYear);
  if (!isJsonObject(value)) return value;
  const inner = Object.entries(value).map(([member, one]) => [member, withFieldsOfNextYear(one)] as const);
  return { ...Object.fromEntries(inner), fieldOfNextYear: { deep: [1, 0.5, '', null, [], {}, false] } };
}

describe('a task definition goes through a deployment whole', () => {
  let answer: JsonObject = {};
  let registered: JsonObject = {};
  // AWS as far as this goes: it says what it was told to say, and keeps what it was sent.
  const server = http.createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as JsonObject;
    const isRegistering = String(request.headers['x-amz-target']).endsWith('.RegisterTaskDefinition');
    if (isRegistering) registered = body;
    const said = isRegistering ? { taskDefinition: { ...body, taskDefinitionArn: 'arn:new' } } : answer;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(said));
  });
  let ecs: ECSClient;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    ecs = new ECSClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials });
  });
  afterAll(() => {
    ecs.destroy();
    server.close();
  });

  it.each(SAMPLES)(
    '$name: what is read is sent, fields that no SDK knows at every place included',
    async ({ described }) => {
      const isOurs = oursOf(described);
      for (const given of [described, newer(described)]) {
        answer = given;
        const read = await describeTaskDefinition(ecs, 'sample');
        const { definition, containers } = rewrite(read, { image: IMAGE, isOurs });
        await registerTaskDefinition(ecs, definition);
        const { tags = [], ...sent } = registered;
        expect(lasting({ taskDefinition: sent, tags }, isOurs)).toEqual(lasting(given, isOurs));
        const ours = containersOf(sent).filter(({ name }) => containers.includes(String(name)));
        expect(ours.every(({ image }) => image === IMAGE)).toBe(true);
        expect(ours.length).toBeGreaterThan(0);
      }
    },
  );

  function newer({ taskDefinition = {}, ...rest }: JsonObject): JsonObject {
    return { taskDefinition: withFieldsOfNextYear(taskDefinition), ...rest };
  }
});

describe('a task definition is registered, described, rewritten, registered and described', () => {
  let cloud: Awaited<ReturnType<typeof localEcs>>;
  beforeAll(async () => {
    cloud = await localEcs();
  });
  afterAll(() => cloud?.close());

  it.each(samplesIn(OWN))('$name is the same but for the image', async ({ described }) => {
    const { taskDefinition, tags = [] } = described;
    const isOurs = oursOf(described);
    const input = { ...(isJsonObject(taskDefinition) ? taskDefinition : {}), tags };
    const first = await describeTaskDefinition(cloud.ecs, await registerTaskDefinition(cloud.ecs, input));
    const { definition, changed } = rewrite(first, { image: IMAGE, isOurs });
    expect(changed).toBe(true);
    const second = await describeTaskDefinition(
      cloud.ecs,
      await registerTaskDefinition(cloud.ecs, definition),
    );
    expect(lasting(second, isOurs)).toEqual(lasting(first, isOurs));
    // Whatever ECS filled in: the same release again is no change, and as a template it is none either.
    expect(rewrite(second, { image: IMAGE, isOurs }).changed).toBe(false);
    const task = { template: { file: 'task.json', definition: input } };
    const { tags: _, ...bare } = second;
    const ownTags = isJsonList(second.tags)
      ? second.tags.filter((tag) => !isJsonObject(tag) || tag.key !== FINGERPRINT_TAG)
      : [];
    expect(rewrite({ ...bare, tags: ownTags }, { image: IMAGE, isOurs, task }).changed).toBe(false);
  });

  it('with every member that the SDK knows of', () => {
    const known = new Set<string>();
    collectMembers(RegisterTaskDefinitionRequest$, known);
    const used = new Set<string>();
    for (const { described } of samplesIn(OWN)) {
      const { taskDefinition = {}, tags = [] } = described;
      collectUsed(RegisterTaskDefinitionRequest$, { ...Object(taskDefinition), tags }, used);
    }
    expect([...known].filter((member) => !used.has(member))).toEqual([]);
  });
});

function collectMembers(ref: SchemaRef, into: Set<string>): void {
  walk(ref, undefined, (name, member) => {
    const isNew = !into.has(`${name}.${member}`);
    into.add(`${name}.${member}`);
    return isNew;
  });
}

function collectUsed(ref: SchemaRef, value: Json, into: Set<string>): void {
  walk(ref, value, (name, member, inner) => {
    if (inner !== undefined) into.add(`${name}.${member}`);
    return inner !== undefined;
  });
}

type Visit = (structure: string, member: string, value: Json | undefined) => boolean;

/** Every member of a structure and of what is in it, with its value where there is one to go along. */
function walk(ref: SchemaRef | ReturnType<typeof schemaOf>, value: Json | undefined, visit: Visit): void {
  const schema = schemaOf(ref);
  if (schema.isListSchema()) {
    const entries = isJsonList(value) ? value : [undefined];
    for (const entry of entries) walk(schema.getValueSchema(), entry, visit);
  } else if (schema.isStructSchema()) {
    const { name, members } = shapeOf(schema);
    for (const [member, inner] of members) {
      const its = isJsonObject(value) ? value[member] : undefined;
      if (visit(name, member, its)) walk(inner, its, visit);
    }
  }
}
