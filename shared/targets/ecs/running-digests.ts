import type { ServiceRevision } from '@aws-sdk/client-ecs';
import { parseImage } from './image.ts';
import type { EcsService } from './target.ts';

/** What the rolled containers of a service revision run. An image pinned by digest proves itself, also of an index. */
export function runningDigests(service: EcsService, revision: ServiceRevision): string[] {
  return (revision.containerImages ?? [])
    .filter(({ containerName, image }) => service.isOurs({ name: containerName ?? '', image: image ?? '' }))
    .map(({ image, imageDigest }) => parseImage(image ?? '').digest ?? imageDigest ?? 'unknown');
}
