import { paginateListTaskDefinitions } from '@aws-sdk/client-ecs';
import { registerTaskDefinition } from '../../aws/raw-json.ts';
import type { JsonObject } from '../../deployment/json.ts';
import type { Release } from '../../deployment/model.ts';
import { draft } from './draft.ts';
import type { EcsService } from './target.ts';
import { fingerprintOf } from './task-definition.ts';

/** How many of the newest revisions are looked through for one that was registered already, before a crash. */
const REVISIONS_LOOKED_AT = 3;

/** Registers the release's task definition; the same one again where that was done already. */
export async function prepare(service: EcsService, release: Release): Promise<string> {
  const { live, rewritten } = await draft(service, release);
  if (!rewritten.changed) return live;
  const known = await findByFingerprint(service, familyOf(rewritten.definition), rewritten.fingerprint);
  return known ?? registerTaskDefinition(service.ecs, rewritten.definition);
}

async function findByFingerprint(
  { ecs, describeRevision }: EcsService,
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
      if (fingerprintOf(await describeRevision(arn)) === fingerprint) return arn;
    }
  }
  return undefined;
}

function familyOf(definition: JsonObject): string {
  return String(definition.family);
}
