import type { EnvironmentHealthStatus } from '@aws-sdk/client-elastic-beanstalk';
import { badness } from '../health/colour.ts';
import { instanceHealth } from '../health/instance-health.ts';
import { HEALTH_INTERVAL } from '../health/watch.ts';
import type { Instance } from '../instances/instance.ts';
import { OperationFailed, type Run } from './operation.ts';

/**
 * How often in a row an instance has to be well, with enhanced health: two minutes of a web server environment ("How
 * rolling deployments work"; the Ok of 12 reports).
 */
const REPORTS = 12;

interface Patience {
  /** How many times in a row, with enhanced health. */
  readonly reports?: number;
  /** Seconds; else the time that a command has. */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

/**
 * Waits until instances pass their health checks: the load balancer's with basic health, with enhanced health also
 * the environment's threshold, twelve times in a row. Nothing where health is to be ignored.
 * @throws OperationFailed where they do not in time; the signal's reason
 */
export async function passHealthChecks(
  run: Run,
  instances: readonly Instance[],
  patience: Patience = {},
): Promise<void> {
  const failing = await failingAfter(run, instances, patience);
  if (failing.length === 0) return;
  const ids = failing.map(({ id }) => id).join(',');
  const why = `Instance id(s) '${ids}' did not pass health check after command execution. Aborting the operation.`;
  run.tell(why, 'ERROR');
  throw new OperationFailed(why);
}

/** Waits in the same way. @returns those that do not pass in time */
export async function failingAfter(
  run: Run,
  instances: readonly Instance[],
  { reports = REPORTS, seconds, signal = run.signal }: Patience = {},
): Promise<readonly Instance[]> {
  const { context, environment } = run;
  const { options } = environment;
  if (options.is('aws:elasticbeanstalk:command', 'IgnoreHealthCheck')) return [];
  const needed = environment.isEnhanced ? reports : 1;
  const limit = seconds ?? options.number('aws:elasticbeanstalk:command', 'Timeout');
  const until = context.clock.elapsed() + limit * 1000;
  let passed = 0;
  for (;;) {
    const failing = instances.filter((instance) => !passes(run, instance));
    passed = failing.length === 0 ? passed + 1 : 0;
    if (passed >= needed) return [];
    if (context.clock.elapsed() >= until) return failing.length > 0 ? failing : instances;
    await context.clock.wait(HEALTH_INTERVAL, signal);
  }
}

/** Whether one is as well as the environment asks for. */
export function passes({ context, environment }: Run, instance: Instance): boolean {
  if (!instance.alive) return false;
  const inService = instance.registered === undefined || isHealthy(context, instance, instance.registered);
  if (!environment.isEnhanced) return inService && instance.isRunning;
  const { status } = instanceHealth(context, environment, instance);
  const asked = environment.options.get(
    'aws:elasticbeanstalk:healthreporting:system',
    'HealthCheckSuccessThreshold',
  );
  const threshold: EnvironmentHealthStatus = THRESHOLDS[asked] ?? 'Ok';
  // Who takes a lower level takes what the load balancer says of it too.
  return threshold === 'Ok'
    ? inService && badness(status) <= badness('Info')
    : badness(status) <= badness(threshold) && status !== 'Pending';
}

const THRESHOLDS: Readonly<Record<string, EnvironmentHealthStatus>> = {
  Ok: 'Ok',
  Warning: 'Warning',
  Degraded: 'Degraded',
  Severe: 'Severe',
};

const isHealthy = ({ targetGroups }: Run['context'], { address }: Instance, group: string) =>
  targetGroups.health(group, address, 80)?.state === 'healthy';
