import type { SetRepositoryPolicyRequest, SetRepositoryPolicyResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { repositoryPolicy } from '../policies.ts';

export const setRepositoryPolicy =
  ({ account, repositories }: Context): Operation<SetRepositoryPolicyRequest, SetRepositoryPolicyResponse> =>
  ({ repositoryName, registryId, policyText = '' }) => {
    const repository = repositories.get(repositoryName, registryId);
    repositoryPolicy(policyText);
    repository.policy = policyText;
    return { registryId: account.id, repositoryName: repository.name, policyText };
  };
