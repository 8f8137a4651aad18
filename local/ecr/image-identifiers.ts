import type { ImageFailure, ImageFailureCode, ImageIdentifier } from '@aws-sdk/client-ecr';
import { isDigest } from './blobs.ts';
import type { Repository, StoredImage } from './repository.ts';

/** The image that an identifier of a batch call names, or the failure that stands in the answer for it. */
export function locate(
  repository: Repository,
  imageId: ImageIdentifier,
): { image: StoredImage } | { failure: ImageFailure } {
  const { imageDigest, imageTag } = imageId;
  const failed = (failureCode: ImageFailureCode, failureReason: string) => ({
    failure: { imageId, failureCode, failureReason },
  });
  if (imageDigest === undefined && imageTag === undefined)
    return failed(
      'MissingDigestAndTag',
      'Invalid request parameters: both tag and digest cannot be null or empty',
    );
  if (imageDigest !== undefined && !isDigest(imageDigest))
    return failed(
      'InvalidImageDigest',
      `Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'`,
    );
  const image = repository.find(imageTag ?? imageDigest ?? '');
  if (!image) return failed('ImageNotFound', 'Requested image not found');
  if (imageDigest !== undefined && image.manifest.digest !== imageDigest)
    return failed('ImageTagDoesNotMatchDigest', 'The image tag does not match the image digest');
  return { image };
}
