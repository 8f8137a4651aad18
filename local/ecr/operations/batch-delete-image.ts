import type {
  BatchDeleteImageRequest,
  BatchDeleteImageResponse,
  ImageFailure,
  ImageIdentifier,
} from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import { collectBlobs } from '../collect-blobs.ts';
import type { Context } from '../context.ts';
import { announce } from '../image-events.ts';
import { locate } from '../image-identifiers.ts';
import type { Repository, StoredImage } from '../repository.ts';

/**
 * Removes tags, and images: "if you remove the last tag from an image, the image is deleted", and an image named by
 * its digest goes with all its tags (API reference). What an index lists stays until the index is gone.
 */
export const batchDeleteImage =
  (context: Context): Operation<BatchDeleteImageRequest, BatchDeleteImageResponse> =>
  (input) => {
    const repository = context.repositories.get(input.repositoryName, input.registryId);
    const imageIds: ImageIdentifier[] = [];
    const failures: ImageFailure[] = [];
    for (const imageId of input.imageIds ?? []) {
      const found = locate(repository, imageId);
      if ('failure' in found) {
        failures.push(found.failure);
        continue;
      }
      const removed = remove(context, repository, found.image, imageId.imageTag);
      if (removed) imageIds.push(...removed);
      else failures.push(referenced(repository, imageId, found.image));
    }
    if (imageIds.length > 0) collectBlobs(context);
    return { imageIds, failures };
  };

/** Gives what has gone; undefined when an index holds the image. */
function remove(
  { events }: Context,
  repository: Repository,
  { manifest }: StoredImage,
  tag: string | undefined,
): ImageIdentifier[] | undefined {
  const { digest } = manifest;
  const tags = repository.tagsOf(digest);
  const gone = tag === undefined ? tags : [tag];
  const last = gone.length === tags.length;
  if (last && repository.parentsOf(digest).length > 0) return undefined;
  for (const each of gone) repository.digests.delete(each);
  if (last) repository.images.delete(digest);
  const removed = gone.length === 0 ? [undefined] : gone;
  for (const each of removed) announce(events, 'DELETE', repository, manifest, each);
  return removed.map((imageTag) => ({
    imageDigest: digest,
    ...(imageTag === undefined ? {} : { imageTag }),
  }));
}

function referenced(repository: Repository, imageId: ImageIdentifier, image: StoredImage): ImageFailure {
  const { digest } = image.manifest;
  const parents = repository.parentsOf(digest).map(({ manifest }) => manifest.digest);
  return {
    imageId: { ...imageId, imageDigest: digest },
    failureCode: 'ImageReferencedByManifestList',
    failureReason: `Requested image referenced by manifest list: [${parents.join(', ')}]`,
  };
}
