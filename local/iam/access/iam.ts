import type * as iam from '@aws-sdk/client-iam';
import { passing } from './pass-role.ts';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

/**
 * Operations that make or change are judged on `*`: strictly.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const iamAccess: AccessRules = {
  prefix: 'iam',
  resources: {
    // The name does not tell the path; none has been needed.
    GetRole: ({ RoleName = '' }: iam.GetRoleRequest, { account }) => [
      `arn:aws:iam::${account.id}:role/${RoleName}`,
    ],
    SimulatePrincipalPolicy: ({ PolicySourceArn = '' }: iam.SimulatePrincipalPolicyRequest) => [
      PolicySourceArn,
    ],
  },
  more: {
    AddRoleToInstanceProfile: ({ RoleName = '' }: iam.AddRoleToInstanceProfileRequest, { account }: Scope) =>
      passing('ec2.amazonaws.com', `arn:aws:iam::${account.id}:role/${RoleName}`),
    // IAM User Guide, tagging roles and tagging instance profiles: with tags it takes both permissions.
    CreateInstanceProfile: ({ Tags }: iam.CreateInstanceProfileRequest) =>
      tagging('iam:TagInstanceProfile', Tags, ['*']),
    CreateRole: ({ Tags }: iam.CreateRoleRequest) => tagging('iam:TagRole', Tags, ['*']),
  },
};
