import type { EnvironmentDescription, TerminateEnvironmentMessage } from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeEnvironment } from '../environments/describe.ts';
import { invalid } from '../refuse.ts';
import { terminate } from '../updates/terminate.ts';

/** Also in the middle of an update, and again while it is being terminated. */
export const terminateEnvironment =
  (context: Context): Operation<TerminateEnvironmentMessage, EnvironmentDescription> =>
  (input, { requestId }) => {
    if (input.TerminateResources === false)
      throw invalid(
        'the local cloud does not support TerminateResources=false: what runs ends with its environment',
      );
    const environment = context.environments.get(input);
    if (environment.status !== 'Terminating') void terminate(context, environment, requestId);
    return describeEnvironment(environment);
  };
