import { paginateListTaskDefinitions } from '@aws-sdk/client-ecs';
import { describeTaskDefinition, type JsonObject, registerTaskDefinition } from '../../aws/raw-json.ts';
import { Rejected } from '../../deployment/errors.ts';
import type { Release } from '../../deployment/model.ts';
import { describeService } from './describe.ts';
import type { EcsService } from './target.ts';
import { fingerprintOf, withImage } from './task-definition.ts';

/** How many of the newest revisions are looked through for one that was registered already, before a crash. */
const REVISIONS_LOOKED_AT = 3;

/** Registers the live revision with the release's image; the same one again where that was done already. */
export async function prepare(service: EcsService, release: Release): Promise<string> {
  const live = (await describeService(service))?.taskDefinition;
  if (live === undefined) throw new Rejected(`the ${service.name} has no task definition`);
  const described = await describeTaskDefinition(service.ecs, live);
  const rewritten = withImage(described, release.image, service.isOurs);
  if (!rewritten.changed) return live;
  const known = await findByFingerprint(service, familyOf(rewritten.definition), rewritten.fingerprint);
  return known ?? registerTaskDefinition(service.ecs, rewritten.definition);
}

async function findByFingerprint(
  { ecs }: EcsService,
  familyPrefix: string,
  fingerprint: string,
): Promise<string | undefined> {
  let left = REVISIONS_LOOKED_AT;
  const pages = paginateListTaskDefinitions(
    { client: ecs, pageSize: REVISIONS_LOOKED_AT },
    { familyPrefix, status: 'ACTIVE', sort: 'DESC' },
  );
  for await (const { taskDefinitionArns = [] } of pages) {
    for (const arn of taskDefinitionArns) {
      if (left-- === 0) return undefined;
      if (fingerprintOf(await describeTaskDefinition(ecs, arn)) === fingerprint) return arn;
    }
  }
  return undefined;
}

function familyOf(definition: JsonObject): string {
  return String(definition.family);
}
