import type { PutLifecyclePolicyRequest, PutLifecyclePolicyResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkLifecyclePolicy } from '../policies.ts';

export const putLifecyclePolicy =
  ({ account, repositories }: Context): Operation<PutLifecyclePolicyRequest, PutLifecyclePolicyResponse> =>
  ({ repositoryName, registryId, lifecyclePolicyText = '' }) => {
    const repository = repositories.get(repositoryName, registryId);
    checkLifecyclePolicy(lifecyclePolicyText);
    repository.lifecyclePolicy = lifecyclePolicyText;
    return { registryId: account.id, repositoryName: repository.name, lifecyclePolicyText };
  };
