import type { GetRoleRequest, GetRoleResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRole } from '../describe.ts';

export const getRole =
  ({ roles }: Context): Operation<GetRoleRequest, GetRoleResponse> =>
  ({ RoleName = '' }) => ({ Role: describeRole(roles.get(RoleName)) });
