import type { GetRolePolicyRequest, GetRolePolicyResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { inlinePolicyOf } from '../describe.ts';
import { encodeDocument } from '../documents.ts';

export const getRolePolicy =
  ({ roles }: Context): Operation<GetRolePolicyRequest, GetRolePolicyResponse> =>
  ({ RoleName = '', PolicyName = '' }) => ({
    RoleName,
    PolicyName,
    PolicyDocument: encodeDocument(inlinePolicyOf(roles.get(RoleName), PolicyName)),
  });
