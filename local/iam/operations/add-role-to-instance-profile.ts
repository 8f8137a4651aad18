import type { AddRoleToInstanceProfileRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const addRoleToInstanceProfile =
  ({ profiles }: Context): Operation<AddRoleToInstanceProfileRequest, void> =>
  ({ InstanceProfileName = '', RoleName = '' }) =>
    profiles.addRole(InstanceProfileName, RoleName);
