import { DescribeImagesCommand, DescribeRepositoriesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import type { PushedImage } from '../deployment/request-image.ts';
import { errorName, explain } from './errors.ts';

/** An image by tag or by digest, as ECR describes it; undefined when the repository or the image is not there. */
export async function findImage(
  ecr: ECRClient,
  repository: string,
  named: string,
): Promise<PushedImage | undefined> {
  const id = named.startsWith('sha256:') ? { imageDigest: named } : { imageTag: named };
  try {
    const [images, repositories] = await Promise.all([
      ecr.send(new DescribeImagesCommand({ repositoryName: repository, imageIds: [id] })),
      ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repository] })),
    ]);
    const [image] = images.imageDetails ?? [];
    const repositoryUri = repositories.repositories?.[0]?.repositoryUri;
    if (image?.imageDigest === undefined || repositoryUri === undefined) return undefined;
    return {
      repository,
      repositoryUri,
      digest: image.imageDigest,
      tags: image.imageTags ?? [],
      pushedAt: image.imagePushedAt?.getTime() ?? 0,
    };
  } catch (error) {
    if (['ImageNotFoundException', 'RepositoryNotFoundException'].includes(errorName(error)))
      return undefined;
    throw explain(error, `looking for ${named} in the repository ${repository}`);
  }
}
