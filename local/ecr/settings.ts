import type { CreateRepositoryRequest } from '@aws-sdk/client-ecr';
import { AwsError } from '../gateway/service.ts';
import type { RepositorySettings } from './repository.ts';

type Mutability = Pick<CreateRepositoryRequest, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>;

/** @throws AwsError InvalidParameterException where filters and mutability do not go together */
export function mutabilityOf(
  input: Mutability,
): Pick<RepositorySettings, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'> {
  const imageTagMutability = input.imageTagMutability ?? 'MUTABLE';
  const filters = input.imageTagMutabilityExclusionFilters ?? [];
  if (imageTagMutability.endsWith('_WITH_EXCLUSION') !== filters.length > 0)
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'imageTagMutabilityExclusionFilters': exclusion filters are needed with, and only with, a mutability of ..._WITH_EXCLUSION`,
    );
  return { imageTagMutability, imageTagMutabilityExclusionFilters: filters };
}

export function settingsOf(input: Omit<CreateRepositoryRequest, 'repositoryName'>): RepositorySettings {
  return {
    ...mutabilityOf(input),
    imageScanningConfiguration: {
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    },
    encryptionConfiguration: input.encryptionConfiguration ?? { encryptionType: 'AES256' },
  };
}
