import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import { batchSize, inBatches } from './batches.ts';
import { runCommand } from './command.ts';
import { releaseOf, removeInstances } from './fleet.ts';
import { beginOperation, endOperation, inBackground, OperationFailed, type Run } from './operation.ts';
import { scale } from './replace-dead.ts';

/** Starts all programs again, by the batches of deployments ("Rolling restarts"). Returns at once. */
export function restart(context: Context, environment: Environment, requestId: string): void {
  carryOut(context, environment, requestId, 'restartAppServer', async (run) => {
    const all = environment.living;
    for (const batch of inBatches(all, batchSize(environment.options, all.length)))
      await runCommand(run, batch, releaseOf(environment));
  });
}

/** Removes all instances and launches new ones. Returns at once. */
export function rebuild(context: Context, environment: Environment, requestId: string): void {
  carryOut(context, environment, requestId, 'rebuildEnvironment', async () => {
    await removeInstances(context, environment, environment.living);
    await scale(context, environment);
  });
}

function carryOut(
  context: Context,
  environment: Environment,
  requestId: string,
  name: string,
  work: (run: Run) => Promise<void>,
): void {
  const run = beginOperation(context, environment, { requestId, kind: 'other' });
  environment.become('Updating');
  run.tell(`${name} is starting.`);
  inBackground(run, async () => {
    await context.clock.wait(1, environment.ending.signal);
    try {
      await work(run);
      run.tell(`${name} completed successfully.`);
      endOperation(run, false);
    } catch (error) {
      if (environment.ending.signal.aborted) return;
      if (!(error instanceof OperationFailed)) throw error;
      run.tell(`${name} failed.`, 'ERROR');
      endOperation(run, true);
    }
  });
}
