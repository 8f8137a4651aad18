import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment } from '../environments/environment.ts';
import type { Instance } from '../instances/instance.ts';
import { deregister, launchInstance, placeOf, register, releaseOf, removeInstances } from './fleet.ts';
import { OperationFailed } from './operation.ts';

/** Seconds after which auto scaling tries again where it found no room. */
const RETRY = 60;

/** Kills instances where a fault asks for it, for as long as the environment is there. */
export function keepAlive(context: Context, environment: Environment): void {
  const stop = context.faults?.onDeath((strikes) => {
    for (const instance of environment.living)
      if (strikes(placeOf(environment))) void die(context, environment, instance);
  });
  environment.ending.signal.addEventListener('abort', () => stop?.(), { once: true });
}

/** An instance is gone, as by a failure of its machine; auto scaling puts another in its place. */
async function die(context: Context, environment: Environment, instance: Instance): Promise<void> {
  await instance.terminate();
  await deregister(context, instance);
  environment.instances.delete(instance);
  environment.tell(`Removed instance [${instance.id}] from your environment.`);
  announce(context, environment, NOTICES.instanceRemoved(instance.id));
  await scale(context, environment);
}

/** Brings the number of instances to what is wanted: new ones get what was last deployed with success. */
export async function scale(context: Context, environment: Environment): Promise<void> {
  const { signal } = environment.ending;
  while (!signal.aborted && environment.living.length < environment.desired) {
    try {
      const instance = await launchInstance(context, environment, signal);
      register(context, environment, [instance]);
      await instance.deploy(releaseOf(environment), signal).catch(() => undefined);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof OperationFailed)) throw error;
      await context.clock.wait(RETRY, signal).catch(() => undefined);
    }
  }
  const excess = environment.living.slice(environment.desired);
  if (!signal.aborted) await removeInstances(context, environment, excess);
}
