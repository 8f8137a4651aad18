import { AbortEnvironmentUpdateCommand } from '@aws-sdk/client-elastic-beanstalk';
import { describeNamed } from './describe.ts';
import { readRollout } from './rollout-id.ts';
import type { Environment } from './target.ts';

/** Aborts an update: Elastic Beanstalk goes back by itself. False when it is over or cannot be aborted. */
export async function stop(environment: Environment, rollout: string): Promise<boolean> {
  const { environment: EnvironmentName } = readRollout(rollout);
  const [found] = await describeNamed(environment, [EnvironmentName]);
  if (found?.Status !== 'Updating' || found.AbortableOperationInProgress !== true) return false;
  try {
    await environment.beanstalk.send(new AbortEnvironmentUpdateCommand({ EnvironmentName }));
    return true;
  } catch (error) {
    // It ended between the two calls.
    if (error instanceof Error && /invalid state|no operation|not .*abort/i.test(error.message)) return false;
    throw error;
  }
}
