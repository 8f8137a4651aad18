import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerDefinition, HealthStatus } from '@aws-sdk/client-ecs';
import type { Clock } from '../../clock.ts';
import type { Container } from '../../containers/engine.ts';

/** Defaults of a container health check, in seconds and tries (API reference, HealthCheck). */
const INTERVAL = 30;
const TIMEOUT = 5;
const RETRIES = 3;

/**
 * Milliseconds between the extra checks until the first success. A deviation: ECS checks once an interval from the
 * start. Their failures do not count.
 */
const EAGER_INTERVAL = 500;

/** Milliseconds in which failures do not count where the clock is fast: a program does not start faster for that. */
const START_ALLOWANCE = 3_000;

/**
 * Seconds for which a container is not healthy yet, whatever its check says: the shortest interval that a check can have
 * (API reference, HealthCheck). Else the extra checks would find it healthy while AWS's time is held.
 */
const YOUNGEST_HEALTHY = 5;

export interface ContainerHealthWatch {
  readonly container: Container;
  readonly definition: ContainerDefinition;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly become: (status: HealthStatus) => void;
}

/** Runs the command of a container's health check once an interval until the signal fires. Never rejects. */
export async function watchContainerHealth({
  container,
  definition,
  clock,
  signal,
  become,
}: ContainerHealthWatch): Promise<void> {
  const check = definition.healthCheck;
  const command = commandOf(check?.command ?? []);
  const interval = check?.interval ?? INTERVAL;
  const began = { elapsed: clock.elapsed(), real: performance.now() };
  // Failures in the start period do not count, unless the container was healthy already.
  const isStarting = () =>
    clock.elapsed() - began.elapsed < (check?.startPeriod ?? 0) * 1000 ||
    (clock.pace > 1 && performance.now() - began.real < START_ALLOWANCE);
  let isOldEnough = false;
  const grown = clock.wait(YOUNGEST_HEALTHY, signal).then(() => {
    isOldEnough = true;
  }, ignore);
  const round = () => clock.wait(interval, signal).then(() => 'over' as const, ignore);
  // The extra checks are in real time: they are for a program that starts.
  const pause = () => sleep(EAGER_INTERVAL, undefined, { ref: false, signal }).catch(ignore);
  let succeeded = false;
  let failures = 0;
  let roundEnd = round();
  while (!signal.aborted) {
    const eager =
      (await (succeeded ? roundEnd : Promise.race([roundEnd, pause(), ...(isOldEnough ? [] : [grown])]))) !==
      'over';
    if (signal.aborted) return;
    if (!eager) roundEnd = round();
    const end = clock.begin(`health check of container ${definition.name}`);
    // Real seconds: it is the command's own work that is waited for.
    const code = await container
      .exec(command, check?.timeout ?? TIMEOUT)
      .catch(() => 1)
      .finally(end);
    if (signal.aborted) return;
    if (code === 0) {
      if (!isOldEnough) continue;
      succeeded = true;
      failures = 0;
      become('HEALTHY');
    } else if (!eager && (succeeded || !isStarting())) {
      failures++;
      if (failures >= (check?.retries ?? RETRIES)) become('UNHEALTHY');
    }
  }
}

function ignore(): void {}

function commandOf([kind, ...rest]: readonly string[]): string[] {
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : rest;
}
