import type { PutRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { parseDocument } from '../documents.ts';

export const putRolePolicy =
  ({ roles }: Context): Operation<PutRolePolicyRequest, void> =>
  ({ RoleName = '', PolicyName = '', PolicyDocument }) => {
    const role = roles.get(RoleName);
    roles.putInline([role.name], new Map([[PolicyName, parseDocument(PolicyDocument)]]));
  };
