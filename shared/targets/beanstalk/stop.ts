import {
  AbortEnvironmentUpdateCommand,
  type EnvironmentDescription,
} from '@aws-sdk/client-elastic-beanstalk';
import { describe, describeNamed } from './describe.ts';
import { labelOf } from './revision.ts';
import { readRollout } from './rollout-id.ts';
import type { Environment } from './target.ts';

/** Aborts an update: Elastic Beanstalk goes back by itself. False when it is over or cannot be aborted. */
export async function stop(
  environment: Environment,
  rollout: string | undefined,
  revision: string,
): Promise<boolean> {
  const found =
    rollout === undefined
      ? await updatingTo(environment, labelOf(revision))
      : (await describeNamed(environment, [readRollout(rollout).environment]))[0];
  if (found?.Status !== 'Updating' || found.AbortableOperationInProgress !== true) return false;
  const { EnvironmentName } = found;
  try {
    await environment.beanstalk.send(new AbortEnvironmentUpdateCommand({ EnvironmentName }));
    return true;
  } catch (error) {
    // It ended between the two calls.
    if (error instanceof Error && /invalid state|no operation|not .*abort/i.test(error.message)) return false;
    throw error;
  }
}

/** The environment that is being updated to a version. */
async function updatingTo(
  environment: Environment,
  label: string,
): Promise<EnvironmentDescription | undefined> {
  const found = await describe(environment);
  if ('refused' in found) return undefined;
  return [found.idle, found.live].find((one) => one?.Status === 'Updating' && one.VersionLabel === label);
}
