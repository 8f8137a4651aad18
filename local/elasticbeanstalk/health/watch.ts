import type { EnvironmentHealthStatus } from '@aws-sdk/client-elastic-beanstalk';
import type { Timer } from '../../clock.ts';
import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment } from '../environments/environment.ts';
import { badness, colourOf } from './colour.ts';
import { type HealthReport, reportOf } from './report.ts';

/** Seconds between two reports of the instances ("Enhanced health reporting and monitoring": every 10 seconds). */
export const HEALTH_INTERVAL = 10;

/** Looks at an environment's health every 10 seconds, until that is no more. */
export function watchHealth(context: Context, environment: Environment): void {
  const { signal } = environment.ending;
  let timer: Timer | undefined;
  const next = () => {
    look(context, environment);
    timer = context.clock.after(HEALTH_INTERVAL, next);
  };
  signal.addEventListener('abort', () => timer?.cancel(), { once: true });
  next();
}

/** Looks once, and tells where the health is another than before. */
export function look(context: Context, environment: Environment): HealthReport {
  const before = environment.health?.status;
  const report = reportOf(context, environment);
  environment.health = report;
  if (report.status === before || environment.status === 'Terminating') return report;
  const isWorse =
    badness(report.status) >= badness('Warning') && badness(report.status) > badness(before ?? 'Ok');
  const severity = isWorse ? 'WARN' : 'INFO';
  const named = environment.isEnhanced
    ? String
    : (status: EnvironmentHealthStatus) => colourOf(status).toUpperCase();
  const from = before === undefined ? '' : `from ${named(before)} `;
  if (from === `from ${named(report.status)} `) return report;
  const causes = environment.isEnhanced ? report.causes.map((cause) => ` ${cause}`).join('') : '';
  const message = `Environment health has transitioned ${from}to ${named(report.status)}.${causes}`;
  environment.tell(message, severity);
  announce(context, environment, NOTICES.health(message, severity));
  return report;
}
