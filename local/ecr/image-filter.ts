import type { DescribeImagesFilter } from '@aws-sdk/client-ecr';
import type { Repository, StoredImage } from './repository.ts';

/** Whether a filter lets an image through. All images are active: the local registry has no archive. */
export function isListed(
  repository: Repository,
  filter: DescribeImagesFilter | undefined,
): (image: StoredImage) => boolean {
  const { tagStatus = 'ANY', imageStatus = 'ANY' } = filter ?? {};
  if (imageStatus !== 'ANY' && imageStatus !== 'ACTIVE') return () => false;
  if (tagStatus === 'ANY') return () => true;
  const tagged = new Set(repository.digests.values());
  return ({ manifest }) => tagged.has(manifest.digest) === (tagStatus === 'TAGGED');
}
