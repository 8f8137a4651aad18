import type { EnvironmentStatus } from '@aws-sdk/client-elastic-beanstalk';
import type { Environment } from '../environments/environment.ts';

/** Resolves when an environment is Ready again. @throws Error where what was done with it failed */
export async function settled(environment: Environment): Promise<void> {
  await reached(environment, 'Ready', 'Terminated');
  if (environment.status === 'Terminated')
    throw new Error(`Environment ${environment.name} was terminated meanwhile.`);
  if (environment.ended?.failed)
    throw new Error(
      `Environment ${environment.name} is Ready, but what was done with it failed: see its events.`,
    );
}

/** Resolves when an environment is no more. */
export const gone = (environment: Environment): Promise<void> => reached(environment, 'Terminated');

function reached(environment: Environment, ...states: readonly EnvironmentStatus[]): Promise<void> {
  const isReached = () => states.includes(environment.status);
  if (isReached()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = environment.watch(() => {
      if (!isReached()) return;
      stop();
      resolve();
    });
  });
}
