import type { DeleteRepositoryRequest, DeleteRepositoryResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import { collectBlobs } from '../collect-blobs.ts';
import type { Context } from '../context.ts';
import { describeRepository } from '../describe.ts';

export const deleteRepository =
  (context: Context): Operation<DeleteRepositoryRequest, DeleteRepositoryResponse> =>
  ({ repositoryName, force, registryId }) => {
    const deleted = context.repositories.delete(repositoryName, force === true, registryId);
    collectBlobs(context);
    return { repository: describeRepository(context.account, deleted) };
  };
