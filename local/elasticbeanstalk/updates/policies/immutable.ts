import { resourceSuffix } from '../../arns.ts';
import type { Instance } from '../../instances/instance.ts';
import { runCommand } from '../command.ts';
import { idsOf, launchInstances, register, removeInstances } from '../fleet.ts';
import { passHealthChecks } from '../gate.ts';
import type { Run } from '../operation.ts';
import type { Change, Policy } from './policy.ts';

/**
 * "Immutable": one new instance first, then as many as there are; they serve beside the old ones from the moment they
 * are healthy. When all are, the old ones go; where one is not, all new ones go.
 */
export const immutable: Policy = async (run, change) => {
  const { environment, context } = run;
  const old = environment.living;
  const group = `awseb-${environment.id}-immutable-stack-AWSEBAutoScalingGroup-${resourceSuffix()}`;
  const added: Instance[] = [];
  try {
    run.tell(
      'Immutable deployment policy enabled. Launching one instance with the new settings to verify health.',
    );
    run.tell(`Created temporary auto scaling group ${group}.`);
    await bring(run, change, 1, added);
    if (old.length > 1) {
      run.tell('Test instance passed health checks. Launching remaining instances to verify health.');
      await bring(run, change, old.length - 1, added);
    }
  } catch (error) {
    run.operation.abortable = false;
    await removeInstances(context, environment, added);
    run.tell(`Deleted temporary auto scaling group ${group}.`);
    throw error;
  }
  run.operation.abortable = false;
  run.tell(`Detached new instance(s) from temporary auto scaling group ${group}.`);
  run.tell(
    `Attached new instance(s) to the permanent auto scaling group awseb-${environment.id}-stack-AWSEBAutoScalingGroup.`,
  );
  run.tell('Deployment succeeded. Terminating old instances and temporary Auto Scaling group.');
  await removeInstances(context, environment, old);
};

/** Launches some more, and waits until they serve well. @param added gets them, also where it fails */
async function bring(run: Run, { release }: Change, count: number, added: Instance[]): Promise<void> {
  const { environment, context, signal } = run;
  const launched = await launchInstances(context, environment, count, signal);
  added.push(...launched);
  await runCommand(run, launched, release);
  signal.throwIfAborted();
  if (environment.groupArn !== undefined) run.tell('Adding new instance(s) to the load balancer.');
  register(context, environment, launched);
  run.tell(`Waiting for instance(s) (${idsOf(launched)}) to pass health checks.`);
  await passHealthChecks(run, launched);
}
