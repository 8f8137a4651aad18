import type { CreateRepositoryRequest, Tag } from '@aws-sdk/client-ecr';
import { z } from 'zod';
import type { Properties } from '../../cloudformation/provider.ts';

// Templates may give booleans as text.
const flag = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => String(value) === 'true');
const text = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value)),
]);

const schema = z.strictObject({
  RepositoryName: z.string().optional(),
  EmptyOnDelete: flag.default(false),
  ImageTagMutability: z
    .enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'])
    .default('MUTABLE'),
  ImageTagMutabilityExclusionFilters: z
    .array(
      z.object({
        ImageTagMutabilityExclusionFilterType: z.literal('WILDCARD'),
        ImageTagMutabilityExclusionFilterValue: z.string(),
      }),
    )
    .default([]),
  ImageScanningConfiguration: z.object({ ScanOnPush: flag.optional() }).default({}),
  EncryptionConfiguration: z
    .object({ EncryptionType: z.enum(['AES256', 'KMS', 'KMS_DSSE']), KmsKey: z.string().optional() })
    .default({ EncryptionType: 'AES256' }),
  LifecyclePolicy: z
    .object({ LifecyclePolicyText: text.optional(), RegistryId: z.string().optional() })
    .optional(),
  RepositoryPolicyText: text.optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});

export interface RepositoryProperties {
  readonly name?: string;
  readonly emptyOnDelete: boolean;
  readonly settings: Omit<CreateRepositoryRequest, 'repositoryName'>;
  readonly lifecyclePolicy?: string;
  readonly policy?: string;
  readonly tags: Tag[];
}

/** @throws Error that names the property, as CloudFormation does */
export function readProperties(properties: Properties): RepositoryProperties {
  const { success, data, error } = schema.safeParse(properties);
  if (!success) {
    const issues = error.issues.map(({ path, message }) => `#/${path.join('/')}: ${message}`);
    throw new Error(`Properties validation failed for AWS::ECR::Repository: [${issues.join('; ')}]`);
  }
  const { EncryptionConfiguration: encryption } = data;
  return {
    ...(data.RepositoryName === undefined ? {} : { name: data.RepositoryName }),
    emptyOnDelete: data.EmptyOnDelete,
    settings: {
      imageTagMutability: data.ImageTagMutability,
      imageTagMutabilityExclusionFilters: data.ImageTagMutabilityExclusionFilters.map((each) => ({
        filterType: each.ImageTagMutabilityExclusionFilterType,
        filter: each.ImageTagMutabilityExclusionFilterValue,
      })),
      imageScanningConfiguration: { scanOnPush: data.ImageScanningConfiguration.ScanOnPush ?? false },
      encryptionConfiguration: {
        encryptionType: encryption.EncryptionType,
        ...(encryption.KmsKey === undefined ? {} : { kmsKey: encryption.KmsKey }),
      },
    },
    ...(data.LifecyclePolicy?.LifecyclePolicyText === undefined
      ? {}
      : { lifecyclePolicy: data.LifecyclePolicy.LifecyclePolicyText }),
    ...(data.RepositoryPolicyText === undefined ? {} : { policy: data.RepositoryPolicyText }),
    tags: data.Tags,
  };
}
