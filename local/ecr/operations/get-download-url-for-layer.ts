import type { GetDownloadUrlForLayerRequest, GetDownloadUrlForLayerResponse } from '@aws-sdk/client-ecr';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** A URL that needs no signature of its own. On AWS it is one of S3; here the registry serves it. */
export const getDownloadUrlForLayer =
  ({
    account,
    blobs,
    repositories,
    tokens,
  }: Context): Operation<GetDownloadUrlForLayerRequest, GetDownloadUrlForLayerResponse> =>
  ({ repositoryName, registryId, layerDigest = '' }, { caller }) => {
    const repository = repositories.get(repositoryName, registryId);
    if (!blobs.has(layerDigest))
      throw new AwsError(
        'LayersNotFoundException',
        `The layer with digest '${layerDigest}' does not exist in the repository with name '${repository.name}' in the registry with id '${account.id}'`,
      );
    const { password } = tokens.issue(caller);
    const downloadUrl = `${account.endpoint}/v2/${repository.name}/blobs/${layerDigest}?X-Amz-Signature=${password}`;
    return { layerDigest, downloadUrl };
  };
