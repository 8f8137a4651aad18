import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import type { AccessRules } from './rules.ts';

/**
 * Taking a role is judged by the caller's policies and the role's trust, which is the role's resource policy.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export const stsAccess: AccessRules = {
  prefix: 'sts',
  resources: { AssumeRole: ({ RoleArn = '' }: AssumeRoleRequest) => [RoleArn] },
  context: ({ ExternalId, RoleSessionName }: AssumeRoleRequest) => ({
    ...(ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId }),
    ...(RoleSessionName === undefined ? {} : { 'sts:RoleSessionName': RoleSessionName }),
  }),
};
