import type { DeleteLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteLogGroup =
  ({ groups }: Context): Operation<DeleteLogGroupRequest, object> =>
  ({ logGroupName = '' }) => {
    groups.delete(logGroupName);
    return {};
  };
