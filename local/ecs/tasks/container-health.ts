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
  const interval = clock.milliseconds(check?.interval ?? INTERVAL);
  const startedAt = clock.now();
  // Failures in the start period do not count, unless the container was healthy already.
  const startPeriod = Math.max(
    clock.milliseconds(check?.startPeriod ?? 0),
    clock.pace > 1 ? START_ALLOWANCE : 0,
  );
  let succeeded = false;
  let failures = 0;
  let roundEnd = startedAt + interval;
  while (!signal.aborted) {
    const eager = !succeeded && clock.now() + EAGER_INTERVAL < roundEnd;
    const pause = eager ? EAGER_INTERVAL : Math.max(roundEnd - clock.now(), 0);
    await sleep(pause, undefined, { ref: false, signal }).catch(() => undefined);
    if (signal.aborted) return;
    if (!eager) roundEnd = clock.now() + interval;
    // Real seconds: it is the command's own work that is waited for.
    const code = await container.exec(command, check?.timeout ?? TIMEOUT).catch(() => 1);
    if (signal.aborted) return;
    if (code === 0) {
      succeeded = true;
      failures = 0;
      become('HEALTHY');
    } else if (!eager && (succeeded || clock.now() - startedAt >= startPeriod)) {
      failures++;
      if (failures >= (check?.retries ?? RETRIES)) become('UNHEALTHY');
    }
  }
}

function commandOf([kind, ...rest]: readonly string[]): string[] {
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : rest;
}
