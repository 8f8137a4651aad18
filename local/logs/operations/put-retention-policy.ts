import type { PutRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const putRetentionPolicy =
  ({ groups }: Context): Operation<PutRetentionPolicyRequest, object> =>
  ({ logGroupName = '', retentionInDays }) => {
    groups.setRetention(groups.get(logGroupName), retentionInDays);
    return {};
  };
