import { extensions } from '../bundle/extensions.ts';
import { BundleError } from '../bundle/plan.ts';
import { filesOf } from '../bundle/read-bundle.ts';
import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment } from '../environments/environment.ts';
import { look } from '../health/watch.ts';
import { problemsOf } from '../options/check.ts';
import { Settings } from '../options/settings.ts';
import type { Version } from '../versions/version.ts';
import { releaseOf } from './fleet.ts';
import { beginOperation, endOperation, inBackground, OperationFailed, type Run } from './operation.ts';
import { policyNamed } from './policies/index.ts';

/** Brings a version to an environment that is Ready. Returns at once. */
export function deployVersion(
  context: Context,
  environment: Environment,
  version: Version,
  requestId: string,
): void {
  const run = beginOperation(context, environment, { requestId, kind: 'application', abortable: true });
  const before = {
    release: releaseOf(environment),
    label: environment.label,
    extensions: environment.extensions,
  };
  environment.become('Updating');
  environment.label = version.label;
  run.tell('Environment update is starting.');
  announce(context, environment, NOTICES.updateStarted());
  inBackground(run, async () => {
    // Whoever asked for it sees it begin.
    await context.clock.wait(1, environment.ending.signal);
    look(context, environment);
    try {
      environment.extensions = extensionsOf(run, version);
      environment.deployments++;
      const release = { version, settings: environment.options, id: environment.deployments };
      const policy = environment.options.get('aws:elasticbeanstalk:command', 'DeploymentPolicy');
      await policyNamed(policy)(run, { release, before: before.release });
      environment.good = release;
      run.tell('New application version was deployed to running EC2 instances.');
      run.tell('Environment update completed successfully.');
      announce(context, environment, NOTICES.updated());
      endOperation(run, false);
    } catch (error) {
      if (environment.ending.signal.aborted) return;
      const aborted = run.operation.abort.signal.aborted;
      if (!aborted && !(error instanceof OperationFailed)) throw error;
      // "The expected version is reset to the version from the most recent successful deployment."
      environment.label = before.label;
      environment.extensions = before.extensions;
      if (aborted)
        run.tell(
          'Environment update was aborted. The environment runs the application version that it had before.',
        );
      else {
        run.tell('Failed to deploy application.', 'ERROR');
        run.tell(
          'During an aborted deployment, some instances may have deployed the new application version. To ensure all instances are running the same version, re-deploy the appropriate application version.',
          'ERROR',
        );
      }
      endOperation(run, true);
    }
  });
}

/** What a version's own files ask for. @throws OperationFailed for files that cannot be read, or options that are none */
export function extensionsOf(run: Run, version: Version): Settings {
  try {
    const { options } = extensions(filesOf(run.context, version));
    const [problem] = problemsOf(options);
    if (problem) throw new BundleError(problem.Message ?? '');
    return Settings.from(options);
  } catch (error) {
    // A bundle that is no bundle fails on the instances, as the object that is gone does.
    const message = error instanceof Error ? error.message : String(error);
    if (
      error instanceof BundleError &&
      !message.includes('.ebextensions') &&
      !message.startsWith('Invalid option')
    )
      return new Settings();
    run.tell(message, 'ERROR');
    throw new OperationFailed(message, { cause: error });
  }
}
