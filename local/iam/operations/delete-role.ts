import type { DeleteRoleRequest } from '@aws-sdk/client-iam';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteRole =
  ({ roles }: Context): Operation<DeleteRoleRequest, void> =>
  ({ RoleName = '' }) => {
    const { policies, attached } = roles.get(RoleName);
    if (attached.size > 0)
      throw new AwsError('DeleteConflictException', 'Cannot delete entity, must detach all policies first.');
    if (policies.size > 0)
      throw new AwsError('DeleteConflictException', 'Cannot delete entity, must delete policies first.');
    roles.delete(RoleName);
  };
