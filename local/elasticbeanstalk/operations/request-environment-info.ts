import type { RequestEnvironmentInfoMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { pullLogs } from '../environments/info.ts';
import { invalid } from '../refuse.ts';

export const requestEnvironmentInfo =
  (context: Context): Operation<RequestEnvironmentInfoMessage, Record<string, never>> =>
  (input, { requestId }) => {
    const environment = context.environments.get(input);
    if (input.InfoType === 'analyze') throw invalid('the local cloud does not support InfoType=analyze');
    pullLogs(context, environment, input.InfoType ?? 'tail', requestId);
    return {};
  };
