import type { DeleteRepositoryRequest, DeleteRepositoryResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRepository } from '../describe.ts';

export const deleteRepository =
  ({ account, repositories }: Context): Operation<DeleteRepositoryRequest, DeleteRepositoryResponse> =>
  ({ repositoryName, force, registryId }) => ({
    repository: describeRepository(account, repositories.delete(repositoryName, force === true, registryId)),
  });
