import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment } from '../environments/environment.ts';
import { look } from '../health/watch.ts';
import { severityOf } from '../options/catalogue.ts';
import type { Settings } from '../options/settings.ts';
import { batchSize, inBatches } from './batches.ts';
import { runCommand } from './command.ts';
import { launchInstances, register, releaseOf, removeInstances } from './fleet.ts';
import { groupAttributes, healthSettings } from './front.ts';
import { beginOperation, endOperation, inBackground, OperationFailed, type Run } from './operation.ts';
import { scale } from './replace-dead.ts';

/** Brings other option settings to an environment that is Ready. Returns at once. */
export function configure(
  context: Context,
  environment: Environment,
  next: Settings,
  requestId: string,
): void {
  const run = beginOperation(context, environment, { requestId, kind: 'configuration', abortable: true });
  const before = { settings: environment.settings, good: releaseOf(environment) };
  environment.become('Updating');
  environment.pending = next;
  environment.failedConfiguration = false;
  run.tell('Environment update is starting.');
  announce(context, environment, NOTICES.updateStarted());
  inBackground(run, async () => {
    await context.clock.wait(1, environment.ending.signal);
    look(context, environment);
    run.tell(`Updating environment ${environment.name}'s configuration settings.`);
    try {
      await become(run, next);
      run.tell('Successfully deployed new configuration to environment.');
      run.tell('Environment update completed successfully.');
      announce(context, environment, NOTICES.updated());
      environment.pending = undefined;
      endOperation(run, false);
    } catch (error) {
      if (environment.ending.signal.aborted) return;
      const aborted = run.operation.abort.signal.aborted;
      if (!aborted && !(error instanceof OperationFailed)) throw error;
      if (!aborted) run.tell('Failed to deploy configuration.', 'ERROR');
      environment.good = before.good;
      await become(run, before.settings).catch((worse: unknown) => {
        if (!(worse instanceof OperationFailed)) throw worse;
      });
      environment.good = before.good;
      environment.pending = undefined;
      environment.failedConfiguration = !aborted;
      run.tell('The environment was reverted to the previous configuration setting.');
      if (!aborted) announce(context, environment, NOTICES.configurationFailed());
      endOperation(run, true);
    }
  });
}

/** @throws OperationFailed */
async function become(run: Run, next: Settings): Promise<void> {
  const { context, environment } = run;
  const before = environment.options;
  environment.settings = next;
  const changed = environment.options.changed(before);
  const severities = new Set(changed.map(({ namespace, name }) => severityOf(namespace, name)));
  if (environment.front?.kind === 'balancer')
    try {
      for (const group of environment.front.balancer.targetGroupArns)
        context.loadBalancers.change(
          group,
          healthSettings(environment.options),
          groupAttributes(environment.options),
        );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      run.tell(`Service:ElasticLoadBalancingV2, Message:${error.message}`, 'ERROR');
      throw new OperationFailed(error.message, { cause: error });
    }
  if (severities.has('RestartEnvironment')) await replaceAll(run);
  else if (severities.has('RestartApplicationServer')) await restartAll(run);
  await scale(context, environment);
}

/** With their new variables, by batches where deployments roll ("Rolling updates": rolling restarts use the batch size). */
async function restartAll(run: Run): Promise<void> {
  const { environment } = run;
  environment.deployments++;
  const release = { ...releaseOf(environment), settings: environment.options, id: environment.deployments };
  const all = environment.living;
  const policy = environment.options.get('aws:elasticbeanstalk:command', 'DeploymentPolicy');
  const size = policy.startsWith('Rolling')
    ? batchSize(environment.options, all.length)
    : Math.max(all.length, 1);
  for (const batch of inBatches(all, size)) {
    run.operation.abort.signal.throwIfAborted();
    await runCommand(run, batch, release);
  }
  environment.good = release;
}

/** Other machines: new instances first, then the old ones go. */
async function replaceAll(run: Run): Promise<void> {
  const { context, environment, signal } = run;
  environment.deployments++;
  const release = { ...releaseOf(environment), settings: environment.options, id: environment.deployments };
  const old = environment.living;
  const added = await launchInstances(context, environment, environment.desired, signal);
  try {
    await runCommand(run, added, release);
  } catch (error) {
    await removeInstances(context, environment, added);
    throw error;
  }
  register(context, environment, added);
  environment.good = release;
  await removeInstances(context, environment, old);
}
