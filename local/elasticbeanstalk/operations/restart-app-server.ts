import type { RestartAppServerMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { restart } from '../updates/restart.ts';

export const restartAppServer =
  (context: Context): Operation<RestartAppServerMessage, Record<string, never>> =>
  (input, { requestId }) => {
    restart(context, context.environments.ready(input), requestId);
    return {};
  };
