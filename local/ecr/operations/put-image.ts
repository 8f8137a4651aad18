import type { PutImageRequest, PutImageResponse } from '@aws-sdk/client-ecr';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { type Manifest, parseManifest } from '../manifest.ts';
import { missingFrom, putManifest } from '../put-manifest.ts';
import type { Repository } from '../repository.ts';

export const putImage =
  (context: Context): Operation<PutImageRequest, PutImageResponse> =>
  (input) => {
    const { imageTag } = input;
    const repository = context.repositories.get(input.repositoryName, input.registryId);
    const manifest = read(input);
    if (input.imageDigest !== undefined && input.imageDigest !== manifest.digest)
      throw new AwsError(
        'ImageDigestDoesNotMatchException',
        `The calculated digest ${manifest.digest} does not match the given one ${input.imageDigest}`,
      );
    checkParts(context, repository, manifest);
    checkTag(context, repository, manifest, imageTag);
    putManifest(context, repository, manifest, imageTag);
    return {
      image: {
        registryId: context.account.id,
        repositoryName: repository.name,
        imageId: { imageDigest: manifest.digest, ...(imageTag === undefined ? {} : { imageTag }) },
        imageManifest: manifest.content.toString('utf8'),
        imageManifestMediaType: manifest.mediaType,
      },
    };
  };

function read(input: PutImageRequest): Manifest {
  try {
    return parseManifest(Buffer.from(input.imageManifest ?? ''), input.imageManifestMediaType);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax' (${reason})`,
      { cause },
    );
  }
}

function checkParts(context: Context, repository: Repository, manifest: Manifest): void {
  const { layers, images } = missingFrom(context, repository, manifest);
  if (layers.length > 0)
    throw new AwsError(
      'LayersNotFoundException',
      `Layers with digests '[${layers.join(', ')}]' do not exist`,
    );
  if (images.length > 0)
    throw new AwsError(
      'ReferencedImagesNotFoundException',
      `Images with digests '[${images.join(', ')}]' required for pushing image into repository with name '${repository.name}' do not exist`,
    );
}

function checkTag(
  { account }: Context,
  repository: Repository,
  { digest }: Manifest,
  tag: string | undefined,
): void {
  const current = tag === undefined ? undefined : repository.digests.get(tag);
  if (current === digest || (tag === undefined && repository.images.has(digest)))
    throw new AwsError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${repository.name}' in registry with id '${account.id}'`,
    );
  if (tag !== undefined && current !== undefined && repository.isImmutable(tag))
    throw new AwsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the repository is immutable.`,
    );
}
