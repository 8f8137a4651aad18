import { describeTaskDefinition } from '../../aws/raw-json.ts';
import { isJsonObject } from '../../deployment/json.ts';
import type { GoodRelease } from '../../deployment/model.ts';
import { describeService } from './describe.ts';
import { register } from './register.ts';
import type { EcsService } from './target.ts';
import { rewrite } from './task-definition.ts';

/**
 * The task definition that a good release is restored with: the one that it ran as, or a copy where that one would bring
 * something else or cannot be rolled any more. ECS rolls no revision that was deregistered, and resolves a tag anew
 * with each deployment: it may have been moved since.
 */
export async function revive(
  service: EcsService,
  { revision, image }: GoodRelease,
  deployment: string,
): Promise<string> {
  // ECS went back by itself, to a service revision that keeps the digests that were resolved for it.
  if ((await describeService(service))?.taskDefinition === revision) return revision;
  // Asked anew: it may have been deregistered since it was looked at last.
  const described = await describeTaskDefinition(service.ecs, revision);
  const { taskDefinition } = described;
  const isActive = isJsonObject(taskDefinition) && taskDefinition.status === 'ACTIVE';
  const rewritten = rewrite(described, { image, isOurs: service.isOurs });
  return isActive && !rewritten.changed
    ? revision
    : register(service, rewritten.definition, rewritten.fingerprint, deployment);
}
