import type { GetLifecyclePolicyRequest, GetLifecyclePolicyResponse } from '@aws-sdk/client-ecr';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const getLifecyclePolicy =
  ({ account, repositories }: Context): Operation<GetLifecyclePolicyRequest, GetLifecyclePolicyResponse> =>
  ({ repositoryName, registryId }) => {
    const repository = repositories.get(repositoryName, registryId);
    if (repository.lifecyclePolicy === undefined)
      throw new AwsError(
        'LifecyclePolicyNotFoundException',
        `Lifecycle policy does not exist for the repository with name '${repository.name}' in the registry with id '${account.id}'`,
      );
    return {
      registryId: account.id,
      repositoryName: repository.name,
      lifecyclePolicyText: repository.lifecyclePolicy,
    };
  };
