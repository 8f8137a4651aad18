import type { SetRepositoryPolicyRequest, SetRepositoryPolicyResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkPolicy } from '../policies.ts';

export const setRepositoryPolicy =
  ({ account, repositories }: Context): Operation<SetRepositoryPolicyRequest, SetRepositoryPolicyResponse> =>
  ({ repositoryName, registryId, policyText = '' }) => {
    const repository = repositories.get(repositoryName, registryId);
    checkPolicy('PolicyText', policyText, 'Statement');
    repository.policy = policyText;
    return { registryId: account.id, repositoryName: repository.name, policyText };
  };
