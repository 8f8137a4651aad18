import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const attachRolePolicy =
  ({ roles, managed }: Context): Operation<AttachRolePolicyRequest, void> =>
  ({ RoleName = '', PolicyArn = '' }) => {
    roles.get(RoleName).attached.add(managed.get(PolicyArn).arn);
  };
