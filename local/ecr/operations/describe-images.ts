import type { DescribeImagesRequest, DescribeImagesResponse } from '@aws-sdk/client-ecr';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeImage } from '../describe.ts';
import { isListed } from '../image-filter.ts';
import { locate } from '../image-identifiers.ts';
import { page } from '../paging.ts';
import type { Repository, StoredImage } from '../repository.ts';

export const describeImages =
  ({ account, repositories }: Context): Operation<DescribeImagesRequest, DescribeImagesResponse> =>
  (input) => {
    const repository = repositories.get(input.repositoryName, input.registryId);
    if (input.imageIds && (input.nextToken !== undefined || input.maxResults !== undefined))
      throw new AwsError(
        'InvalidParameterException',
        'Invalid parameter: imageIds cannot be used together with nextToken or maxResults',
      );
    const { items, nextToken } = input.imageIds
      ? { items: named(repository, input.imageIds), nextToken: undefined }
      : page([...repository.images.values()].filter(isListed(repository, input.filter)), input);
    return {
      imageDetails: items.map((image) => describeImage(account, repository, image)),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  };

/** Unlike the batch calls this one fails as a whole. @throws AwsError ImageNotFoundException */
function named(
  repository: Repository,
  imageIds: NonNullable<DescribeImagesRequest['imageIds']>,
): StoredImage[] {
  return imageIds.map((imageId) => {
    const found = locate(repository, imageId);
    if ('image' in found) return found.image;
    if (found.failure.failureCode !== 'ImageNotFound')
      throw new AwsError('InvalidParameterException', found.failure.failureReason ?? '');
    throw new AwsError(
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'${imageId.imageDigest ?? 'null'}', imageTag:'${imageId.imageTag ?? 'null'}'} does not exist within the repository with name '${repository.name}'`,
    );
  });
}
