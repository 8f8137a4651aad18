import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment } from '../environments/environment.ts';
import { look } from '../health/watch.ts';
import { Instance, type Release } from '../instances/instance.ts';
import { OperationFailed } from './operation.ts';

/** Seconds that an EC2 instance takes until the platform's engine runs on it. AWS names no number; it is often more. */
export const INSTANCE_LAUNCH = 30;

const HTTP = 80;

const NO_CAPACITY =
  'Launching a new EC2 instance failed. Status Reason: We currently do not have sufficient capacity in the Availability Zone you requested.';

export const placeOf = ({ application, name }: Environment) => ({
  cluster: application,
  service: name,
  family: name,
});

/**
 * A new instance, which belongs to the environment from now on and runs nothing yet.
 * @throws OperationFailed where there is no room for it
 */
export async function launchInstance(
  context: Context,
  environment: Environment,
  signal: AbortSignal,
): Promise<Instance> {
  const place = placeOf(environment);
  if (context.faults?.isLacking(place)) {
    environment.tell(NO_CAPACITY, 'ERROR', environment.operation?.requestId);
    throw new OperationFailed(NO_CAPACITY);
  }
  const instance = new Instance(context, place, () => look(context, environment));
  environment.instances.add(instance);
  try {
    await context.clock.wait(INSTANCE_LAUNCH, signal);
  } catch (error) {
    await removeInstance(context, environment, instance);
    throw error;
  }
  environment.tell(`Added instance [${instance.id}] to your environment.`);
  announce(context, environment, NOTICES.instanceAdded(instance.id));
  return instance;
}

/** Several at once: none is left where one cannot be. @throws OperationFailed */
export async function launchInstances(
  context: Context,
  environment: Environment,
  count: number,
  signal: AbortSignal,
): Promise<Instance[]> {
  const launched = await Promise.allSettled(
    Array.from({ length: count }, () => launchInstance(context, environment, signal)),
  );
  const instances = launched.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = launched.find((one) => one.status === 'rejected');
  if (!failed) return instances;
  await removeInstances(context, environment, instances);
  throw failed.reason;
}

export async function removeInstance(
  context: Context,
  environment: Environment,
  instance: Instance,
): Promise<void> {
  if (!environment.instances.has(instance)) return;
  instance.alive = false;
  await deregister(context, instance);
  await instance.terminate();
  environment.instances.delete(instance);
  if (environment.ending.signal.aborted) return;
  environment.tell(`Removed instance [${instance.id}] from your environment.`);
  announce(context, environment, NOTICES.instanceRemoved(instance.id));
}

export async function removeInstances(
  context: Context,
  environment: Environment,
  instances: readonly Instance[],
): Promise<void> {
  await Promise.all(instances.map((instance) => removeInstance(context, environment, instance)));
}

/** Puts instances behind the load balancer; nothing without one. @param groupArn else the one that gets the requests */
export function register(
  context: Context,
  environment: Environment,
  instances: readonly Instance[],
  groupArn = environment.groupArn,
): void {
  if (groupArn === undefined) return;
  for (const instance of instances) {
    context.targetGroups.register(groupArn, instance.address, HTTP);
    instance.registered = groupArn;
  }
}

/** Resolves when what was in flight to it has ended. */
export async function deregister({ targetGroups }: Context, instance: Instance): Promise<void> {
  const { registered } = instance;
  if (registered === undefined) return;
  instance.registered = undefined;
  await targetGroups.deregister(registered, instance.address, HTTP);
}

export const idsOf = (instances: readonly Instance[]) => instances.map(({ id }) => id).join(', ');

/** What new instances get: what was last deployed with success. */
export const releaseOf = ({ good, options, deployments }: Environment): Release =>
  good ?? { version: undefined, settings: options, id: deployments };
