import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import { afterProbe, type Health, type HealthThresholds } from './health.ts';
import { type ProbeResult, probe } from './probe.ts';
import type { Target } from './target.ts';

export interface HealthSettings extends HealthThresholds {
  /** Over TLS. */
  readonly isSecure: boolean;
  readonly path: string;
  /** `traffic-port` is the target's own. */
  readonly port: 'traffic-port' | number;
  /** Seconds. */
  readonly interval: number;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * Milliseconds between the extra checks of a target that has not answered yet. A deviation: AWS checks once an
 * interval from the start. Only a success of theirs counts, so that a process that needs a moment to listen is in
 * service right then, while a bad one is found bad after as many intervals as on AWS.
 */
const EAGER_INTERVAL = 100;

/**
 * Milliseconds in which a new target may refuse connections before that counts, where the clock is fast: the pace
 * shortens AWS's waiting, but not the time that a program takes to start.
 */
const START_ALLOWANCE = 3_000;

/**
 * Seconds for which a new target is not healthy yet, whatever it answers: the shortest interval between checks that a
 * target group can have. Without it a program that crashes right after it listens would be caught alive.
 */
const YOUNGEST_HEALTHY = 5;

/** Milliseconds a target has to answer at least, however fast the clock. */
const SHORTEST_TIMEOUT = 2_000;

export interface HealthWatch {
  readonly target: Target;
  readonly settings: () => HealthSettings;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly become: (health: Health) => void;
}

/** Checks a target once an interval until the signal fires. The first check is made at once. */
export async function watchHealth(watch: HealthWatch): Promise<void> {
  const { target, settings, clock, signal, become } = watch;
  const startedAt = performance.now();
  // A first success counts only from here on; failures count from the start.
  const oldEnough = clock.elapsed() + YOUNGEST_HEALTHY * 1000;
  // The extra checks are in real time: they are for a program that starts.
  const pause = () => sleep(EAGER_INTERVAL, undefined, { ref: false, signal }).catch(() => undefined);
  const counts = (health: Health) =>
    health.State !== 'healthy' || target.health.State !== 'initial' || clock.elapsed() >= oldEnough;
  while (!signal.aborted) {
    const roundEnd = clock.elapsed() + settings().interval * 1000;
    const roundIsOver = clock.wait(settings().interval, signal).catch(() => undefined);
    const result = await check(watch);
    if (signal.aborted) return;
    const health = afterProbe(target.health, result, settings());
    if (counts(health) && !excused(target.health, result, clock, startedAt)) become(health);
    while (!signal.aborted && clock.elapsed() < roundEnd) {
      const eager = target.health.State === 'initial';
      await (eager ? Promise.race([roundIsOver, pause()]) : roundIsOver);
      if (!eager || signal.aborted || clock.elapsed() >= roundEnd) continue;
      const next = afterProbe(target.health, await check(watch), settings());
      if (next.State === 'healthy' && counts(next) && !signal.aborted) become(next);
    }
  }
}

function check({ target, settings, clock, signal }: HealthWatch): Promise<ProbeResult> {
  const { isSecure, port, path, timeout } = settings();
  const checked = port === 'traffic-port' ? target.port : port;
  const end = clock.begin(`health check of ${target.address}:${checked}`);
  return probe({
    endpoint: target.endpoint(checked),
    isSecure,
    path,
    host: `${target.address}:${checked}`,
    // Real time: it is the target's own work that is waited for.
    timeoutMilliseconds: Math.max(clock.milliseconds(timeout), SHORTEST_TIMEOUT),
    signal,
  }).finally(end);
}

function excused(health: Health, result: ProbeResult, clock: Clock, startedAt: number): boolean {
  return (
    health.State === 'initial' &&
    result.found === 'nobody' &&
    clock.pace > 1 &&
    performance.now() - startedAt < START_ALLOWANCE
  );
}
