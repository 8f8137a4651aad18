import type { DeleteApplicationVersionMessage } from '@aws-sdk/client-elastic-beanstalk';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refuse.ts';
import { removeVersion, usersOf } from '../versions/remove.ts';

/**
 * "You cannot delete an application version that is associated with a running environment" (API reference). AWS has
 * been seen to do so all the same (github.com/boto/boto3/issues/891); here the documented rule holds.
 */
export const deleteApplicationVersion =
  (context: Context): Operation<DeleteApplicationVersionMessage, Record<string, never>> =>
  ({ ApplicationName = '', VersionLabel = '', DeleteSourceBundle = false }, { requestId }) => {
    const { applications, objects, history } = context;
    const version = applications.version(ApplicationName, VersionLabel);
    const users = usersOf(context, version);
    if (version.status === 'PROCESSING' || users.some(({ status }) => status !== 'Ready'))
      throw new AwsError(
        'OperationInProgressException',
        `Unable to delete application version: ${VersionLabel}. An operation is already in progress, please retry again shortly.`,
      );
    if (users.length > 0)
      throw invalid(
        `Unable to delete application version ${VersionLabel}: it is deployed to the environments [${users.map(({ name }) => name).join(', ')}].`,
      );
    const lacksBucket =
      DeleteSourceBundle && version.bundle && !objects.exists(version.bundle.S3Bucket ?? '');
    removeVersion(context, version, DeleteSourceBundle);
    history.tell({
      message: `Deleted Application Version: ${VersionLabel}`,
      severity: 'INFO',
      application: ApplicationName,
      version: VersionLabel,
      requestId,
    });
    if (lacksBucket)
      throw new AwsError(
        'SourceBundleDeletionException',
        'Unable to delete the Amazon S3 source bundle associated with the application version. The application version was deleted successfully.',
      );
    return {};
  };
