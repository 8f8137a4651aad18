import type { UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { parseDocument } from '../documents.ts';
import { holdTrust } from '../quotas.ts';

export const updateAssumeRolePolicy =
  ({ roles }: Context): Operation<UpdateAssumeRolePolicyRequest, void> =>
  ({ RoleName = '', PolicyDocument }) => {
    const role = roles.get(RoleName);
    const trust = parseDocument(PolicyDocument, 'trust');
    holdTrust(trust);
    role.trust = trust;
  };
