import type { PutRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { parseDocument } from '../documents.ts';
import { holdInline } from '../quotas.ts';

export const putRolePolicy =
  ({ roles }: Context): Operation<PutRolePolicyRequest, void> =>
  ({ RoleName = '', PolicyName = '', PolicyDocument }) => {
    const { policies } = roles.get(RoleName);
    const document = parseDocument(PolicyDocument);
    holdInline(RoleName, [...new Map(policies).set(PolicyName, document).values()]);
    policies.set(PolicyName, document);
  };
