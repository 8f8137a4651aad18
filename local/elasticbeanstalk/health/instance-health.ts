import type { EnvironmentHealthStatus } from '@aws-sdk/client-elastic-beanstalk';
import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import type { Instance } from '../instances/instance.ts';
import { badness } from './colour.ts';
import { forSo } from './words.ts';

export type Problem = 'version' | 'command' | 'services' | 'balancer';

export interface InstanceHealth {
  readonly status: EnvironmentHealthStatus;
  readonly causes: readonly string[];
  readonly problems: readonly string[];
  /** Whether a command runs on it. */
  readonly busy: boolean;
  /** Whether it has what the operation under way brings. */
  readonly done: boolean;
}

interface Finding {
  readonly problem: Problem;
  readonly status: EnvironmentHealthStatus;
  readonly cause: string;
}

/** How one instance is: the worst of what can be said of it. */
export function instanceHealth(
  context: Context,
  environment: Environment,
  instance: Instance,
): InstanceHealth {
  const { clock } = context;
  const busy = instance.busySince !== undefined;
  const done =
    !busy && instance.deployed?.id === environment.deployments && instance.deployed.status === 'Deployed';
  if (busy || !instance.release) {
    const since = clock.elapsed() - (instance.busySince ?? clock.elapsed());
    const what = instance.release ? 'Performing application deployment' : 'Performing initialization';
    return {
      status: instance.release ? 'Info' : 'Pending',
      causes: [`${what} (running for ${forSo(since)}).`],
      problems: [],
      busy: true,
      done,
    };
  }
  const findings = [
    ...(environment.isEnhanced ? ofDeployment(environment, instance) : []),
    ...ofServices(instance),
    ...ofBalancer(context, environment, instance),
  ];
  const status = findings.reduce<EnvironmentHealthStatus>(
    (worst, finding) => (badness(finding.status) > badness(worst) ? finding.status : worst),
    'Ok',
  );
  return {
    status,
    causes: findings.map(({ cause }) => cause),
    problems: findings
      .filter((one) => badness(one.status) >= badness('Warning'))
      .map(({ problem }) => problem),
    busy,
    done,
  };
}

function ofDeployment({ good, operation }: Environment, { deployed, release }: Instance): Finding[] {
  if (deployed?.status === 'Failed')
    return [{ problem: 'command', status: 'Degraded', cause: 'Application deployment failed.' }];
  // While a version is rolled out, both are right.
  if (operation || !good || release?.id === good.id || release?.version === good.version) return [];
  const name = (label: string | undefined) => label ?? 'Sample Application';
  return [
    {
      problem: 'version',
      status: 'Degraded',
      cause:
        `Incorrect application version "${name(release?.version?.label)}" (deployment ${release?.id ?? 0}). ` +
        `Expected version "${name(good.version?.label)}" (deployment ${good.id}).`,
    },
  ];
}

const ofServices = ({ isRunning }: Instance): Finding[] =>
  isRunning
    ? []
    : [{ problem: 'services', status: 'Severe', cause: 'Following services are not running: eb-docker.' }];

function ofBalancer(
  { targetGroups }: Context,
  _environment: Environment,
  { registered, address }: Instance,
): Finding[] {
  if (registered === undefined) return [];
  const health = targetGroups.health(registered, address, 80);
  if (!health || health.state === 'healthy' || health.state === 'draining') return [];
  const isNew = health.state === 'initial';
  return [
    {
      problem: 'balancer',
      status: isNew ? 'Pending' : 'Severe',
      cause: isNew
        ? `Process default is being registered (${health.reason}).`
        : `Process default has been unhealthy (${health.reason}).`,
    },
  ];
}
