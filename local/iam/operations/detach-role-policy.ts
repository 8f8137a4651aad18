import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const detachRolePolicy =
  ({ roles }: Context): Operation<DetachRolePolicyRequest, void> =>
  ({ RoleName = '', PolicyArn = '' }) => {
    if (!roles.get(RoleName).attached.delete(PolicyArn))
      throw new AwsError('NoSuchEntityException', `Policy ${PolicyArn} was not found.`);
  };
