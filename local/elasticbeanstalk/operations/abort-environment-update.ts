import type { AbortEnvironmentUpdateMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';

/**
 * What is under way is given up, and what was changed goes back ("Canceling environment configuration updates and
 * application deployments"); not any more once old instances are being removed.
 */
export const abortEnvironmentUpdate =
  ({ environments }: Context): Operation<AbortEnvironmentUpdateMessage, Record<string, never>> =>
  (input, { requestId }) => {
    const environment = environments.get(input);
    const { operation } = environment;
    if (!operation?.abortable || operation.abort.signal.aborted)
      throw invalid(
        `Environment named ${environment.name} is in an invalid state for this operation. Must be pending deployment.`,
      );
    environment.become('Aborting');
    environment.tell('abortEnvironmentUpdate is starting.', 'INFO', requestId);
    operation.abort.abort();
    return {};
  };
