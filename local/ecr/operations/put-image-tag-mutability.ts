import type { PutImageTagMutabilityRequest, PutImageTagMutabilityResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { mutabilityOf } from '../settings.ts';

export const putImageTagMutability =
  ({
    account,
    repositories,
  }: Context): Operation<PutImageTagMutabilityRequest, PutImageTagMutabilityResponse> =>
  (input) => {
    const repository = repositories.get(input.repositoryName, input.registryId);
    const mutability = mutabilityOf(input);
    Object.assign(repository.settings, mutability);
    const filters = [...mutability.imageTagMutabilityExclusionFilters];
    return {
      registryId: account.id,
      repositoryName: repository.name,
      imageTagMutability: mutability.imageTagMutability,
      ...(filters.length > 0 ? { imageTagMutabilityExclusionFilters: filters } : {}),
    };
  };
