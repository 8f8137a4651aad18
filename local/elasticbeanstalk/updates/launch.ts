import { storageBucket } from '../arns.ts';
import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment } from '../environments/environment.ts';
import { look, watchHealth } from '../health/watch.ts';
import { lacksProfile, profileOf } from '../instances/access.ts';
import type { Version } from '../versions/version.ts';
import { runCommand } from './command.ts';
import { extensionsOf } from './deploy-version.ts';
import { launchInstances, register } from './fleet.ts';
import { makeFront } from './front.ts';
import { failingAfter } from './gate.ts';
import { beginOperation, endOperation, inBackground, OperationFailed, type Run } from './operation.ts';
import { keepAlive } from './replace-dead.ts';

/** Seconds for which a new environment's health is waited for. AWS names no number. */
const SETTLING = 120;

/** Launches a new environment. Returns at once. @param version none for the sample application */
export function launch(
  context: Context,
  environment: Environment,
  version: Version | undefined,
  requestId: string,
): void {
  const run = beginOperation(context, environment, { requestId, kind: 'other' });
  environment.label = version?.label;
  run.tell('createEnvironment is starting.');
  announce(context, environment, NOTICES.creationStarted());
  inBackground(run, async () => {
    await context.clock.wait(1, environment.ending.signal);
    try {
      const isWell = await bringUp(run, version);
      run.tell(`Application available at ${environment.cname}.`);
      run.tell(
        isWell
          ? `Successfully launched environment: ${environment.name}`
          : `Launched environment: ${environment.name}. However, there were issues during launch. See event log for details.`,
      );
      announce(
        context,
        environment,
        isWell ? NOTICES.created() : NOTICES.createdWithIssues(environment.name),
      );
      endOperation(run, false, 'launch');
    } catch (error) {
      if (environment.ending.signal.aborted) return;
      if (!(error instanceof OperationFailed)) throw error;
      failed(run);
    }
    keepAlive(context, environment);
  });
}

/** @returns whether its instances got healthy. @throws OperationFailed */
async function bringUp(run: Run, version: Version | undefined): Promise<boolean> {
  const { context, environment, signal } = run;
  const bucket = storageBucket(context.account);
  context.objects.ensure(bucket);
  run.tell(`Using ${bucket} as Amazon S3 storage bucket for environment data.`);
  if (version) environment.extensions = extensionsOf(run, version);
  checkProfile(run);
  environment.deployments++;
  const release = { version, settings: environment.options, id: environment.deployments };
  // What instances that come later get: a launch that fails has nothing better.
  environment.good = release;
  await makeFront(run);
  watchHealth(context, environment);
  run.tell(`Created Auto Scaling group named: awseb-${environment.id}-stack-AWSEBAutoScalingGroup`);
  announce(context, environment, NOTICES.groupCreated());
  run.tell('Waiting for EC2 instances to launch. This may take a few minutes.');
  const instances = await launchInstances(context, environment, environment.desired, signal);
  register(context, environment, instances);
  await runCommand(run, instances, release, { retell: false });
  const failing = await failingAfter(run, instances, { reports: 1, seconds: SETTLING });
  return failing.length === 0;
}

/** @throws OperationFailed for an instance profile that there is not */
function checkProfile({ context, environment, tell }: Run): void {
  if (!lacksProfile(context, environment.options)) return;
  const why = `The instance profile ${profileOf(environment.options)} associated with the environment does not exist.`;
  tell(why, 'ERROR');
  throw new OperationFailed(why);
}

/** What there is stays: an environment that is Ready and unwell ("Create environment operation is complete, but with errors"). */
function failed(run: Run): void {
  const { context, environment } = run;
  if (environment.living.length > 0) {
    run.tell(
      'Create environment operation is complete, but with errors. For more information, see troubleshooting documentation.',
      'ERROR',
    );
    announce(context, environment, NOTICES.createdWithIssues(environment.name));
  } else {
    run.tell('Failed to launch environment.', 'ERROR');
    announce(context, environment, NOTICES.creationFailed());
  }
  endOperation(run, true, 'launch');
  look(context, environment);
}
