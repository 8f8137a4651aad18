import type { BaseImage } from './base-image.ts';
import { RemoteRepository } from './images/registry.ts';
import type { EngineOptions } from './prepared-engine.ts';

/**
 * The one repository of the local registry that is the local cloud's own. The engine puts its base image there, so
 * that no push of an app sends that layer again. ECR's API does not list it and no event tells of it.
 */
export const BASE_REPOSITORY = 'local-cloud/base';

/** Puts the base image there. Where the registry is on this machine, no layer is read or sent. */
export async function pushBase(
  { folder, digest }: BaseImage,
  { registry, login, seedBlob }: Pick<EngineOptions, 'registry' | 'login' | 'seedBlob'>,
): Promise<void> {
  const { config, layers } = folder.image(digest);
  for (const blob of [config, ...layers]) seedBlob?.(folder.path(blob.digest), blob.digest);
  await new RemoteRepository(registry, BASE_REPOSITORY, login).push(folder, digest, 'node-24');
}
