import type { RebuildEnvironmentMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { rebuild } from '../updates/restart.ts';

/** Of an environment that is there; a terminated one is not brought back. */
export const rebuildEnvironment =
  (context: Context): Operation<RebuildEnvironmentMessage, Record<string, never>> =>
  (input, { requestId }) => {
    rebuild(context, context.environments.ready(input), requestId);
    return {};
  };
