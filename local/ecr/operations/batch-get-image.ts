import type { BatchGetImageRequest, BatchGetImageResponse, Image, ImageFailure } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { locate } from '../image-identifiers.ts';

export const batchGetImage =
  ({ account, clock, repositories }: Context): Operation<BatchGetImageRequest, BatchGetImageResponse> =>
  (input) => {
    const repository = repositories.get(input.repositoryName, input.registryId);
    const images: Image[] = [];
    const failures: ImageFailure[] = [];
    for (const imageId of input.imageIds ?? []) {
      const found = locate(repository, imageId);
      if ('failure' in found) {
        failures.push(found.failure);
        continue;
      }
      const { content, digest, mediaType } = found.image.manifest;
      // ECR cannot turn one type into another; what is not accepted is given as it is, as the registry does.
      images.push({
        registryId: account.id,
        repositoryName: repository.name,
        imageId: { ...imageId, imageDigest: digest },
        imageManifest: content.toString('utf8'),
        imageManifestMediaType: mediaType,
      });
      // A pull is this call (API reference: "when an image is pulled, the BatchGetImage API is called once").
      found.image.lastPull = clock.date();
    }
    return { images, failures };
  };
