import { BatchGetImageCommand, type ECRClient, type ImageDetail } from '@aws-sdk/client-ecr';
import * as z from 'zod/mini';
import { chunks } from './side-by-side.ts';

/** Media types of what holds several images: one for each architecture, attestations. */
const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
const IMAGES_PER_CALL = 100;

const indexManifest = z.object({ manifests: z.array(z.object({ digest: z.string() })) });

/**
 * The digests of the parts of each index among the images, by the index's digest.
 *
 * @param known what was read before; a manifest never changes
 * @throws Error when one of them cannot be read
 */
export async function readIndexes(
  ecr: ECRClient,
  repositoryName: string,
  images: readonly ImageDetail[],
  known: Map<string, readonly string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const indexes = images
    .filter(({ imageManifestMediaType: type = '' }) => INDEX_TYPES.includes(type))
    .flatMap(({ imageDigest }) => imageDigest ?? []);
  const unread = indexes.filter((digest) => !known.has(digest));
  for (const chunk of chunks(unread, IMAGES_PER_CALL)) {
    const imageIds = chunk.map((imageDigest) => ({ imageDigest }));
    const answer = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds, acceptedMediaTypes: INDEX_TYPES }),
    );
    for (const { imageId, imageManifest = '' } of answer.images ?? []) {
      const { manifests } = indexManifest.parse(JSON.parse(imageManifest));
      known.set(
        imageId?.imageDigest ?? '',
        manifests.map(({ digest }) => digest),
      );
    }
    const missing = chunk.find((digest) => !known.has(digest));
    if (missing !== undefined) throw new Error(`ECR did not give the index ${repositoryName}@${missing}`);
  }
  return known;
}
