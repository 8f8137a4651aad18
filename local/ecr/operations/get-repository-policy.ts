import type { GetRepositoryPolicyRequest, GetRepositoryPolicyResponse } from '@aws-sdk/client-ecr';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const getRepositoryPolicy =
  ({ account, repositories }: Context): Operation<GetRepositoryPolicyRequest, GetRepositoryPolicyResponse> =>
  ({ repositoryName, registryId }) => {
    const repository = repositories.get(repositoryName, registryId);
    if (repository.policy === undefined)
      throw new AwsError(
        'RepositoryPolicyNotFoundException',
        `Repository policy does not exist for the repository with name '${repository.name}' in the registry with id '${account.id}'`,
      );
    return { registryId: account.id, repositoryName: repository.name, policyText: repository.policy };
  };
