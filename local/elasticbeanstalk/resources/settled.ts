import type { Clock } from '../../clock.ts';
import type { Environment } from '../environments/environment.ts';

/** Seconds between two looks. */
const PAUSE = 5;

/** Resolves when an environment is Ready again. @throws Error where what was done with it failed */
export async function settled(clock: Clock, environment: Environment): Promise<void> {
  while (environment.status !== 'Ready') {
    if (environment.status === 'Terminating' || environment.status === 'Terminated')
      throw new Error(`Environment ${environment.name} was terminated meanwhile.`);
    await clock.wait(PAUSE, environment.ending.signal);
  }
  if (environment.ended?.failed)
    throw new Error(
      `Environment ${environment.name} is Ready, but what was done with it failed: see its events.`,
    );
}
