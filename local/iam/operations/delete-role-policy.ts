import type { DeleteRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { inlinePolicyOf } from '../describe.ts';

export const deleteRolePolicy =
  ({ roles }: Context): Operation<DeleteRolePolicyRequest, void> =>
  ({ RoleName = '', PolicyName = '' }) => {
    const role = roles.get(RoleName);
    inlinePolicyOf(role, PolicyName);
    role.policies.delete(PolicyName);
  };
