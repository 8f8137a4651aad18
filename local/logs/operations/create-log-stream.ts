import type { CreateLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const createLogStream =
  ({ groups }: Context): Operation<CreateLogStreamRequest, object> =>
  ({ logGroupName = '', logStreamName = '' }) => {
    groups.createStream(groups.get(logGroupName), logStreamName);
    return {};
  };
