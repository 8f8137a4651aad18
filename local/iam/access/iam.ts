import type * as iam from '@aws-sdk/client-iam';
import type { AccessRules } from './rules.ts';

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
};
