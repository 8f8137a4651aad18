import type { DeleteApplicationMessage } from '@aws-sdk/client-elastic-beanstalk';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';
import { terminate } from '../updates/terminate.ts';

/** Its versions go with it; their bundles stay in S3. Environments go only where that is asked for. */
export const deleteApplication =
  (context: Context): Operation<DeleteApplicationMessage, Record<string, never>> =>
  ({ ApplicationName: name = '', TerminateEnvByForce: force = false }, { requestId }) => {
    const { applications, environments, history } = context;
    // Deleting what is not there succeeds.
    if (!applications.find(name)) return {};
    const living = environments.of(name);
    if (living.length > 0 && !force)
      throw invalid(
        `Unable to delete application ${name} because it has running environments: [${living.map((one) => one.name).join(', ')}].`,
      );
    if (living.some(({ status }) => status === 'Terminating'))
      throw new AwsError(
        'OperationInProgressException',
        `Unable to delete application ${name}: an environment is being terminated. An operation is already in progress, please retry again shortly.`,
      );
    const gone = living.map((environment) => terminate(context, environment, requestId).ended);
    applications.delete(name);
    history.tell({
      message: 'The application has been deleted successfully.',
      severity: 'INFO',
      application: name,
      requestId,
    });
    // What is left of its environments goes behind the answer.
    void Promise.all(gone);
    return {};
  };
