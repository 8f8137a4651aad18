import type { UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { parseDocument } from '../documents.ts';

export const updateAssumeRolePolicy =
  ({ roles }: Context): Operation<UpdateAssumeRolePolicyRequest, void> =>
  ({ RoleName = '', PolicyDocument }) => {
    roles.get(RoleName).trust = parseDocument(PolicyDocument, 'trust');
  };
