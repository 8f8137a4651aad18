import type { RemoveRoleFromInstanceProfileRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const removeRoleFromInstanceProfile =
  ({ profiles }: Context): Operation<RemoveRoleFromInstanceProfileRequest, void> =>
  ({ InstanceProfileName = '', RoleName = '' }) =>
    profiles.removeRole(InstanceProfileName, RoleName);
