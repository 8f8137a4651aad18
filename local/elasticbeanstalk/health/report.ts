import type { EnvironmentHealthStatus } from '@aws-sdk/client-elastic-beanstalk';
import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import type { Instance } from '../instances/instance.ts';
import { badness } from './colour.ts';
import { type InstanceHealth, instanceHealth } from './instance-health.ts';
import { instances as counted, forSo } from './words.ts';

export interface HealthReport {
  readonly status: EnvironmentHealthStatus;
  readonly causes: readonly string[];
  readonly instances: ReadonlyMap<Instance, InstanceHealth>;
  readonly at: Date;
}

/** Seconds for which the end of an operation is told as a cause. */
const RECENT = 60;

/** How an environment is at this moment. */
export function reportOf(context: Context, environment: Environment): HealthReport {
  const known = new Map(
    environment.living.map((instance) => [instance, instanceHealth(context, environment, instance)] as const),
  );
  const judged = judge(context, environment, known);
  return { ...judged, instances: known, at: context.clock.date() };
}

type Judged = Pick<HealthReport, 'status' | 'causes'>;

function judge(
  { clock }: Context,
  environment: Environment,
  known: ReadonlyMap<Instance, InstanceHealth>,
): Judged {
  const all = [...known.values()];
  const running = runningCauses(environment, all, clock.elapsed());
  if (environment.status === 'Launching')
    return { status: 'Pending', causes: ['Environment is being launched.'] };
  if (all.length === 0) return { status: 'NoData', causes: ['None of the instances are sending data.'] };
  const bad = all.filter(({ status }) => badness(status) >= badness('Warning'));
  const worst = bad.reduce<EnvironmentHealthStatus>(
    (found, { status }) => (badness(status) > badness(found) ? status : found),
    'Ok',
  );
  if (bad.length > 0) {
    const causes = [...running, ...summaries(environment, all)];
    // Some that serve well keep an environment from the worst.
    return { status: bad.length === all.length || worst !== 'Severe' ? worst : 'Degraded', causes };
  }
  if (environment.operation) return { status: 'Info', causes: running };
  if (all.every(({ status }) => status === 'Pending'))
    return { status: 'Pending', causes: all[0]?.causes ?? [] };
  return { status: 'Ok', causes: running };
}

function runningCauses(
  { operation, ended }: Environment,
  all: readonly InstanceHealth[],
  now: number,
): string[] {
  const name = (kind: string) =>
    kind === 'configuration'
      ? 'Configuration update'
      : kind === 'launch'
        ? 'Initialization'
        : 'Application update';
  if (operation) {
    const running = forSo(now - operation.startedAt);
    const busy = all.filter(({ busy: is }) => is).length;
    if (busy === 0) return [`${name(operation.kind)} in progress (running for ${running}).`];
    const done = all.filter(({ done: is }) => is).length;
    return [
      `${name(operation.kind)} in progress on ${counted(busy)}. ${done} out of ${counted(all.length)} completed (running for ${running}).`,
    ];
  }
  if (!ended || now - ended.endedAt > RECENT * 1000) return [];
  const how = ended.failed ? 'failed' : 'completed';
  return [
    `${name(ended.kind)} ${how} ${forSo(now - ended.endedAt)} ago and took ${forSo(ended.endedAt - ended.startedAt)}.`,
  ];
}

/** What is wrong, told once for all instances that have it ("Notifications and troubleshooting" of enhanced health). */
function summaries({ good }: Environment, all: readonly InstanceHealth[]): string[] {
  const expected = `Expected version "${good?.version?.label ?? 'Sample Application'}" (deployment ${good?.id ?? 0}).`;
  const count = (problem: string) => all.filter(({ problems }) => problems.includes(problem)).length;
  const many = (problem: string, onAll: string, onSome: (some: string) => string): string[] => {
    const some = count(problem);
    if (some === 0) return [];
    return [some === all.length ? onAll : onSome(`${some} out of ${counted(all.length)}`)];
  };
  return [
    ...many(
      'version',
      `Incorrect application version on environment instances. ${expected}`,
      (some) => `Incorrect application version found on ${some}. ${expected}`,
    ),
    ...many('command', 'Command failed on all instances.', (some) => `Command failed on ${some}.`),
    ...many('services', 'Impaired services on all instances.', (some) => `Impaired services on ${some}.`),
    ...many(
      'balancer',
      'ELB processes are not healthy on all instances. ELB health is failing or not available for all instances.',
      (some) => `ELB health is failing or not available for ${some}.`,
    ),
  ];
}
