import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  type ImageDetail,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';
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
    return pushedImage(repository, repositories.repositories?.[0]?.repositoryUri, images.imageDetails?.[0]);
  } catch (error) {
    if (['ImageNotFoundException', 'RepositoryNotFoundException'].includes(errorName(error)))
      return undefined;
    throw explain(error, `looking for ${named} in the repository ${repository}`);
  }
}

/** DescribeImages gives 1,000 at most. */
const IMAGES_PER_CALL = 1000;

/** The image with a tag that was pushed last; undefined when the repository is not there or has none. */
export async function newestImage(ecr: ECRClient, repository: string): Promise<PushedImage | undefined> {
  try {
    const described = ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repository] }));
    let newest: ImageDetail | undefined;
    const input = { repositoryName: repository, filter: { tagStatus: 'TAGGED' as const } };
    for await (const page of paginateDescribeImages({ client: ecr, pageSize: IMAGES_PER_CALL }, input)) {
      for (const image of page.imageDetails ?? []) {
        if (pushTime(image) > pushTime(newest)) newest = image;
      }
    }
    return pushedImage(repository, (await described).repositories?.[0]?.repositoryUri, newest);
  } catch (error) {
    if (errorName(error) === 'RepositoryNotFoundException') return undefined;
    throw explain(error, `looking for the newest image of the repository ${repository}`);
  }
}

function pushTime(image: ImageDetail | undefined): number {
  return image?.imagePushedAt?.getTime() ?? 0;
}

function pushedImage(
  repository: string,
  repositoryUri: string | undefined,
  image: ImageDetail | undefined,
): PushedImage | undefined {
  if (image?.imageDigest === undefined || repositoryUri === undefined) return undefined;
  const { imageDigest: digest, imageTags: tags = [] } = image;
  return { repository, repositoryUri, digest, tags, pushedAt: pushTime(image) };
}
