import {
  ClientException,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import { imageName } from './image-names.ts';
import { releaseOf } from './references.ts';
import type { Reference, RemovalFailure, Resource, ResourceKind } from './resource.ts';
import { chunks, sideBySide } from './side-by-side.ts';

export const TASK_DEFINITIONS = 'task-definitions';

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskDefinitions.html */
const DELETIONS_PER_CALL = 10;

/** Task-definition reads refill at 20 a second. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html */
const READS_AT_ONCE = 8;

/**
 * Revisions of task definitions. Only families of the given services are swept; the active revisions of all others are
 * read as well, for the images that they hold.
 */
export function taskDefinitions(
  ecs: ECSClient,
  services: readonly { readonly cluster: string; readonly service: string }[],
): ResourceKind {
  const ours = new Set(services.map(({ cluster, service }) => `${cluster}/${service}`));
  // A revision never changes: what was read once holds for the look right before the removal too.
  const read = new Map<string, Resource>();
  const inactive = new Set<string>();

  return {
    kind: TASK_DEFINITIONS,

    async inventory(use, references) {
      const families = new Set(
        use.services
          .filter(({ cluster, service }) => ours.has(`${cluster}/${service}`))
          .flatMap((service) => service.taskDefinitions.map(familyOf)),
      );
      const active = await list(ecs, { status: 'ACTIVE' });
      inactive.clear();
      for (const familyPrefix of families) {
        for (const arn of await list(ecs, { status: 'INACTIVE', familyPrefix })) inactive.add(arn);
      }
      const listed = new Set([...active, ...inactive]);
      const used = arnsOf([...use.references, ...references]).filter((arn) => !listed.has(arn));
      await sideBySide(
        [...listed, ...used].filter((arn) => !read.has(arn)),
        READS_AT_ONCE,
        async (arn) => {
          const found = await describe(ecs, arn, listed.has(arn));
          if (found) read.set(arn, found);
        },
      );
      return [...listed, ...used].flatMap((arn) => {
        const resource = read.get(arn);
        if (!resource) return [];
        if (families.has(resource.group)) return [resource];
        return [{ ...resource, untouchable: 'its family belongs to no service of a pipeline' }];
      });
    },

    async remove(resources) {
      const failures: RemovalFailure[] = [];
      for (const chunk of chunks(resources, DELETIONS_PER_CALL)) {
        failures.push(...(await removeChunk(ecs, chunk, inactive)));
      }
      return failures;
    },
  };
}

async function list(
  ecs: ECSClient,
  input: { status: 'ACTIVE' | 'INACTIVE'; familyPrefix?: string },
): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateListTaskDefinitions({ client: ecs }, input)) {
    arns.push(...(page.taskDefinitionArns ?? []));
  }
  return arns;
}

/** Undefined for one that a reference names and that is gone: it holds nothing any more. */
async function describe(ecs: ECSClient, arn: string, isListed: boolean): Promise<Resource | undefined> {
  try {
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
    if (!taskDefinition) throw new Error(`ECS did not describe ${arn}`);
    const { family = familyOf(arn), revision, registeredAt, containerDefinitions = [] } = taskDefinition;
    const images = containerDefinitions.flatMap(({ image }) =>
      image === undefined ? [] : [imageName(image)],
    );
    return {
      kind: TASK_DEFINITIONS,
      id: arn,
      group: family,
      ...(registeredAt && { createdAt: registeredAt.getTime() }),
      names: [`${family}:${revision}`, ...images.map(releaseOf)],
      holds: images,
    };
  } catch (error) {
    if (!isListed && error instanceof ClientException) return undefined;
    throw error;
  }
}

/** Two steps: an active revision is made inactive first, and only then can it be deleted. */
async function removeChunk(
  ecs: ECSClient,
  chunk: readonly Resource[],
  inactive: ReadonlySet<string>,
): Promise<RemovalFailure[]> {
  const failures: RemovalFailure[] = [];
  const fail = (id: string, message: string) => failures.push({ kind: TASK_DEFINITIONS, id, message });
  const ready: string[] = [];
  for (const { id } of chunk) {
    try {
      if (!inactive.has(id)) await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: id }));
      ready.push(id);
    } catch (error) {
      fail(id, `not deregistered: ${String(error)}`);
    }
  }
  if (ready.length === 0) return failures;
  try {
    const answer = await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: ready }));
    for (const { arn = '', reason, detail } of answer.failures ?? []) {
      fail(arn, `deregistered, but not deleted: ${[reason, detail].filter(Boolean).join(', ')}`);
    }
  } catch (error) {
    for (const id of ready) fail(id, `deregistered, but not deleted: ${String(error)}`);
  }
  return failures;
}

function arnsOf(references: readonly Reference[]): string[] {
  return [
    ...new Set(references.map(({ name }) => name).filter((name) => name.includes(':task-definition/'))),
  ];
}

/** `web` of `arn:aws:ecs:us-east-1:000000000000:task-definition/web:3` */
function familyOf(arn: string): string {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return name.slice(0, name.lastIndexOf(':'));
}
