import type { ImageDetail, Repository as RepositoryDescription } from '@aws-sdk/client-ecr';
import type { Account } from '../parts.ts';
import type { Repository, StoredImage } from './repository.ts';

export function describeRepository(account: Account, repository: Repository): RepositoryDescription {
  const { imageTagMutabilityExclusionFilters: filters, ...settings } = repository.settings;
  return {
    repositoryArn: repository.arn,
    registryId: account.id,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: repository.createdAt,
    ...settings,
    ...(filters.length > 0 ? { imageTagMutabilityExclusionFilters: [...filters] } : {}),
  };
}

export function describeImage(account: Account, repository: Repository, image: StoredImage): ImageDetail {
  const { digest, mediaType, artifactMediaType } = image.manifest;
  const tags = repository.tagsOf(digest);
  return {
    registryId: account.id,
    repositoryName: repository.name,
    imageDigest: digest,
    ...(tags.length > 0 ? { imageTags: tags } : {}),
    imageSizeInBytes: image.size,
    imagePushedAt: image.pushedAt,
    imageManifestMediaType: mediaType,
    ...(artifactMediaType === undefined ? {} : { artifactMediaType }),
    ...(image.lastPull === undefined ? {} : { lastRecordedPullTime: image.lastPull }),
    imageStatus: 'ACTIVE',
  };
}
