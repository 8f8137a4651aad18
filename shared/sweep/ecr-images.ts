import {
  BatchDeleteImageCommand,
  type ECRClient,
  type ImageDetail,
  paginateDescribeImages,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { readIndexes } from './image-indexes.ts';
import type { RemovalFailure, Resource, ResourceKind } from './resource.ts';
import { chunks } from './side-by-side.ts';

export const ECR_IMAGES = 'ecr-images';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html */
const DELETIONS_PER_CALL = 100;

/** The images of the given repositories. Nothing in ECR protects what runs: the references do. */
export function ecrImages(ecr: ECRClient, repositories: readonly string[]): ResourceKind {
  const indexes = new Map<string, readonly string[]>();
  return {
    kind: ECR_IMAGES,

    async inventory() {
      const found: Resource[] = [];
      for (const repository of new Set(repositories)) {
        const images = await describeAll(ecr, repository);
        found.push(...toResources(repository, images, await readIndexes(ecr, repository, images, indexes)));
      }
      return found;
    },

    async remove(resources) {
      const failures: RemovalFailure[] = [];
      for (const [repository, images] of Map.groupBy(resources, ({ group }) => group)) {
        for (const wave of inWaves(images)) {
          for (const chunk of chunks(wave, DELETIONS_PER_CALL)) {
            failures.push(...(await removeChunk(ecr, repository, chunk)));
          }
        }
      }
      return failures;
    },
  };
}

async function describeAll(ecr: ECRClient, repositoryName: string): Promise<ImageDetail[]> {
  const images: ImageDetail[] = [];
  try {
    for await (const page of paginateDescribeImages({ client: ecr }, { repositoryName })) {
      images.push(...(page.imageDetails ?? []));
    }
  } catch (error) {
    // A pipeline may be set up before its repository is: there is nothing to sweep.
    if (error instanceof RepositoryNotFoundException) return [];
    throw error;
  }
  return images;
}

function toResources(
  repository: string,
  images: readonly ImageDetail[],
  indexes: ReadonlyMap<string, readonly string[]>,
): Resource[] {
  const idOf = (digest: string) => `${repository}@${digest}`;
  const attached = Map.groupBy(images, (image) => subjectOf(image) ?? '');
  const parts = new Set(images.flatMap(({ imageDigest = '' }) => indexes.get(imageDigest) ?? []));
  return images.map((image) => {
    const { imageDigest: digest = '', imageTags = [], imagePushedAt, imageSizeInBytes } = image;
    const children = indexes.get(digest) ?? [];
    const signatures = (attached.get(digest) ?? []).map(({ imageDigest = '' }) => imageDigest);
    const isPart = subjectOf(image) !== undefined || (parts.has(digest) && imageTags.length === 0);
    return {
      kind: ECR_IMAGES,
      id: idOf(digest),
      group: repository,
      // A task runs one child of an index: a reference to it proves the index too.
      names: [digest, ...children, ...imageTags.map((tag) => `${repository}:${tag}`)],
      holds: [...children, ...signatures].map(idOf),
      isPart,
      ...(imagePushedAt && { createdAt: imagePushedAt.getTime() }),
      ...(imageSizeInBytes !== undefined && { bytes: imageSizeInBytes }),
    };
  });
}

/** What a signature or an attestation belongs to: by its manifest, or by its tag as cosign names it. */
function subjectOf({ subjectManifestDigest, imageTags = [] }: ImageDetail): string | undefined {
  if (subjectManifestDigest) return subjectManifestDigest;
  const hex = imageTags.map((tag) => /^sha256-([0-9a-f]{64})(?:\.[a-z]+)?$/.exec(tag)?.[1]).find(Boolean);
  return hex && `sha256:${hex}`;
}

/** An image goes after all that hold it: ECR refuses to delete a part of an index that is there. */
function inWaves(images: readonly Resource[]): Resource[][] {
  const waves: Resource[][] = [];
  let left = [...images];
  while (left.length > 0) {
    const held = new Set(left.flatMap(({ holds }) => holds));
    const free = left.filter(({ id }) => !held.has(id));
    // They cannot hold each other in a ring, for each is named by its content; if they do, ECR says what it thinks of it.
    const wave = free.length > 0 ? free : left;
    waves.push(wave);
    left = left.filter((image) => !wave.includes(image));
  }
  return waves;
}

async function removeChunk(
  ecr: ECRClient,
  repositoryName: string,
  chunk: readonly Resource[],
): Promise<RemovalFailure[]> {
  const imageIds = chunk.map(({ id }) => ({ imageDigest: id.slice(repositoryName.length + 1) }));
  try {
    const { failures = [] } = await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
    return failures
      .filter(({ failureCode }) => failureCode !== 'ImageNotFound')
      .map(({ imageId, failureCode, failureReason }) => ({
        kind: ECR_IMAGES,
        id: `${repositoryName}@${imageId?.imageDigest}`,
        message: [failureCode, failureReason].filter(Boolean).join(': '),
      }));
  } catch (error) {
    return chunk.map(({ id }) => ({ kind: ECR_IMAGES, id, message: String(error) }));
  }
}
