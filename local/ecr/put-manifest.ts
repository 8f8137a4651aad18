import type { Context } from './context.ts';
import { announce } from './image-events.ts';
import type { Manifest } from './manifest.ts';
import type { Repository } from './repository.ts';

/** Digests that a manifest names and the registry lacks. */
export function missingFrom(
  { blobs }: Context,
  repository: Repository,
  manifest: Manifest,
): { layers: string[]; images: string[] } {
  return {
    layers: manifest.blobs.map(({ digest }) => digest).filter((digest) => !blobs.has(digest)),
    images: manifest.children.filter((digest) => !repository.images.has(digest)),
  };
}

/**
 * Stores a manifest whose parts are all there and moves the tag to it.
 * A push that changes nothing is no event: the image is where it was. (How AWS does here has not been verified.)
 */
export function putManifest(
  { clock, events }: Context,
  repository: Repository,
  manifest: Manifest,
  tag: string | undefined,
): void {
  const known = repository.images.has(manifest.digest);
  if (known && (tag === undefined || repository.digests.get(tag) === manifest.digest)) return;
  if (!known)
    repository.images.set(manifest.digest, {
      manifest,
      pushedAt: clock.date(),
      size: sizeOf(repository, manifest),
    });
  if (tag !== undefined) repository.digests.set(tag, manifest.digest);
  announce(events, 'PUSH', repository, manifest, tag);
}

function sizeOf(repository: Repository, manifest: Manifest): number {
  if (!manifest.isIndex) return manifest.blobs.reduce((sum, { size }) => sum + size, 0);
  return Math.max(0, ...manifest.children.map((digest) => repository.images.get(digest)?.size ?? 0));
}
