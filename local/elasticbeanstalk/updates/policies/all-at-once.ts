import { runCommand } from '../command.ts';
import type { Policy } from './policy.ts';

/** "All at once": on all instances at the same time, without a look at their health. */
export const allAtOnce: Policy = async (run, { release, before }) => {
  const { environment, signal } = run;
  run.tell('Deploying new version to instance(s).');
  await runCommand(run, environment.living, release);
  if (!signal.aborted) return;
  await runCommand(run, environment.living, before);
  signal.throwIfAborted();
};
