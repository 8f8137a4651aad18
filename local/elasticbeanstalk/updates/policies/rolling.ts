import type { Instance, Release } from '../../instances/instance.ts';
import { batchSize, inBatches } from '../batches.ts';
import { runCommand } from '../command.ts';
import { deregister, idsOf, launchInstances, register, removeInstances } from '../fleet.ts';
import { passHealthChecks } from '../gate.ts';
import type { Run } from '../operation.ts';
import type { Change, Policy } from './policy.ts';

/** "Rolling": one batch after the other is taken from the load balancer, changed, and has to be healthy behind it. */
export const rolling: Policy = async (run, change) => {
  const { environment } = run;
  const all = environment.living;
  run.tell('Deploying new version to instance(s).');
  await roll(run, inBatches(all, batchSize(environment.options, all.length)), change, 1);
};

/** "Rolling with additional batch": instances more than usual carry the load while others are changed. */
export const rollingWithAdditionalBatch: Policy = async (run, change) => {
  const { environment, context, signal } = run;
  const all = environment.living;
  const size = batchSize(environment.options, all.length);
  run.tell(
    `Rolling with Additional Batch deployment policy enabled. Launching  a new batch of ${size} additional instance(s).`,
  );
  const added = await launchInstances(context, environment, size, signal);
  try {
    run.tell(
      `Batch 1: ${added.length} EC2 instance(s) [${idsOf(added)}] launched. Deploying application version '${change.release.version?.label}'.`,
    );
    await runCommand(run, added, change.release);
    await enterService(run, added, 1);
    await roll(run, inBatches(all, size), change, 2);
  } finally {
    run.operation.abortable = false;
    run.tell(`Terminating excess instance(s): [${idsOf(added)}].`);
    await removeInstances(context, environment, added);
  }
};

/** @param first the number of the first batch */
async function roll(
  run: Run,
  batches: readonly (readonly Instance[])[],
  { release, before }: Change,
  first: number,
): Promise<void> {
  const { signal } = run;
  const done: (readonly Instance[])[] = [];
  const total = batches.flat().length;
  for (const [index, batch] of batches.entries()) {
    if (signal.aborted) break;
    done.push(batch);
    try {
      await changeBatch(run, batch, release, index + first);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (!signal.aborted)
      run.tell(`Command execution completed on ${done.flat().length} of ${total} instances in environment.`);
  }
  if (!signal.aborted) return;
  // What was changed goes back in the same way, batch by batch.
  if (!run.environment.ending.signal.aborted)
    for (const [index, batch] of done.entries()) await changeBatch(run, batch, before, index + 1, true);
  signal.throwIfAborted();
}

async function changeBatch(
  run: Run,
  batch: readonly Instance[],
  release: Release,
  number: number,
  isReturn = false,
): Promise<void> {
  const { context } = run;
  const living = batch.filter(({ alive }) => alive);
  run.tell(`Batch ${number}: Starting application deployment on instance(s) [${idsOf(living)}].`);
  run.tell(
    `Batch ${number}: De-registering instance(s) from the load balancer and waiting for them to go out of service.`,
  );
  await Promise.all(living.map((instance) => deregister(context, instance)));
  run.tell(`Batch ${number}: Starting application deployment command execution.`);
  try {
    await runCommand(run, living, release);
  } catch (error) {
    // It serves again, as it is: AWS puts back what it took out.
    register(context, run.environment, living);
    throw error;
  }
  run.tell(`Batch ${number}: Completed application deployment command execution.`);
  await enterService(run, living, number, isReturn);
}

async function enterService(
  run: Run,
  batch: readonly Instance[],
  number: number,
  isReturn = false,
): Promise<void> {
  run.tell(
    `Batch ${number}: Registering instance(s) with the load balancer and waiting for them to be healthy.`,
  );
  register(run.context, run.environment, batch);
  await passHealthChecks(run, batch, isReturn ? { signal: run.environment.ending.signal, reports: 1 } : {});
  run.tell(`Batch ${number}: Completed application deployment.`);
}
