import type * as iam from '@aws-sdk/client-iam';
import { AwsError } from '../gateway/service.ts';
import { encodeDocument } from './documents.ts';
import type { PolicyDocument } from './policy/document.ts';
import type { Role } from './roles.ts';

/** A role as GetRole has it. */
export function describeRole(role: Role): iam.Role {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    Path: role.path,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.description === undefined ? {} : { Description: role.description }),
    ...(role.tags.size === 0 ? {} : { Tags: [...role.tags].map(([Key, Value]) => ({ Key, Value })) }),
  };
}

/** @throws AwsError NoSuchEntityException */
export function inlinePolicyOf(role: Role, name: string): PolicyDocument {
  const policy = role.policies.get(name);
  if (policy) return policy;
  throw new AwsError('NoSuchEntityException', `The role policy with name ${name} cannot be found.`);
}
