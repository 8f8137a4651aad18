import { AwsError } from '../../gateway/service.ts';
import { extensions } from '../bundle/extensions.ts';
import { BundleError } from '../bundle/plan.ts';
import { filesOf } from '../bundle/read-bundle.ts';
import type { Context } from '../context.ts';
import type { Version } from './version.ts';

/** Seconds that AWS takes to look through a bundle: a few, as reported; no number is published. */
const PROCESSING = 5;

/**
 * Looks through Elastic Beanstalk's own configuration files of a version (API reference, CreateApplicationVersion,
 * Process): not through the application's, as Docker's.
 */
export function processVersion(context: Context, version: Version, requestId: string): void {
  const { clock, faults, history } = context;
  const tell = (message: string, severity: 'INFO' | 'ERROR') =>
    history.tell({ message, severity, application: version.application, version: version.label, requestId });
  clock.after(PROCESSING, () => {
    version.updatedAt = clock.date();
    try {
      if (faults?.failsVersion({ cluster: version.application }))
        throw new BundleError(
          'Service:Amazon S3, Message:We encountered an internal error. Please try again.',
        );
      extensions(filesOf(context, version));
      version.status = 'PROCESSED';
      tell(`Finished processing application version ${version.label}`, 'INFO');
    } catch (error) {
      version.status = 'FAILED';
      if (!(error instanceof BundleError) && !(error instanceof AwsError)) throw error;
      tell(error.message, 'ERROR');
      tell(`Failed to process application version ${version.label}`, 'ERROR');
    }
  });
}
