import type { ImageIdentifier, ListImagesRequest, ListImagesResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { isListed } from '../image-filter.ts';
import { page } from '../paging.ts';

export const listImages =
  ({ repositories }: Context): Operation<ListImagesRequest, ListImagesResponse> =>
  (input) => {
    const repository = repositories.get(input.repositoryName, input.registryId);
    const ids = [...repository.images.values()]
      .filter(isListed(repository, input.filter))
      .flatMap(({ manifest: { digest } }): ImageIdentifier[] => {
        const tags = repository.tagsOf(digest);
        if (tags.length === 0) return [{ imageDigest: digest }];
        return tags.map((imageTag) => ({ imageDigest: digest, imageTag }));
      });
    const { items, nextToken } = page(ids, input);
    return { imageIds: items, ...(nextToken === undefined ? {} : { nextToken }) };
  };
