import {
  DescribeEnvironmentHealthCommand,
  DescribeInstancesHealthCommand,
  type EnvironmentDescription,
  type InstancesHealthAttribute,
  type SingleInstanceHealth,
} from '@aws-sdk/client-elastic-beanstalk';
import { allPages } from './pages.ts';
import type { Environment } from './target.ts';

/** From well to bad. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced-status.html */
const FROM_WELL_TO_BAD = ['Ok', 'Info', 'Warning', 'Degraded', 'Severe'];

/** What the colours of basic health say. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.healthstatus.html */
const COLOURS: Readonly<Record<string, string>> = { Green: 'Ok', Yellow: 'Warning', Red: 'Severe' };

/** Whether the environment reports enhanced health: only then instances can be asked for what they run. */
export function isEnhanced({ HealthStatus }: EnvironmentDescription): boolean {
  return HealthStatus !== undefined;
}

/** `Ok`, `Severe`, …, or `Unknown` where nothing is known, as on a grey environment. */
export function healthOf({ HealthStatus, Health }: EnvironmentDescription): string {
  return HealthStatus ?? COLOURS[Health ?? ''] ?? 'Unknown';
}

/**
 * Why an environment that is Ready is not well: worse than the stage allows, or not all of it runs the version.
 * @param end when the update was over, where that is known
 */
export async function whyUnwell(
  environment: Environment,
  found: EnvironmentDescription,
  label: string,
  end?: Date,
): Promise<string | undefined> {
  const { health: worst = 'Info' } = environment.settings;
  const health = healthOf(found);
  const at = FROM_WELL_TO_BAD.indexOf(health);
  if (at < 0 || at > FROM_WELL_TO_BAD.indexOf(worst)) {
    const causes = isEnhanced(found) ? await causesOf(environment, found.EnvironmentName ?? '') : [];
    return `its health is ${health}${causes.length > 0 ? `: ${causes.join('; ')}` : ''}`;
  }
  return isEnhanced(found)
    ? whyMixed(await instancesOf(environment, found.EnvironmentName ?? ''), label, end)
    : undefined;
}

/** Which instances do not run the version, in words; undefined where all do. @param end when the update was over, where that is known */
export function whyMixed(
  instances: readonly SingleInstanceHealth[],
  label: string,
  end?: Date,
): string | undefined {
  if (instances.length === 0) return 'no instance reports what it runs';
  const isServed = instances.some(({ Deployment }) => isDeployed(Deployment, label));
  const others = instances.filter(
    (instance) => !isDeployed(instance.Deployment, label) && !(isServed && isOnItsWay(instance, label, end)),
  );
  if (others.length === 0) return undefined;
  const named = others.map(({ InstanceId, Deployment }) => {
    const { VersionLabel = 'nothing', Status = 'unknown' } = Deployment ?? {};
    return VersionLabel === label ? `${InstanceId} is ${Status}` : `${InstanceId} runs ${VersionLabel}`;
  });
  return `${others.length} of ${instances.length} instances do not run ${label}: ${named.join(', ')}`;
}

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_Deployment.html */
function isDeployed(deployment: SingleInstanceHealth['Deployment'], label: string): boolean {
  return deployment?.VersionLabel === label && deployment.Status === 'Deployed';
}

/**
 * Whether auto scaling has launched it since: it gets the version that the environment has, which takes minutes, and says
 * nothing of the update.
 */
function isOnItsWay(
  { LaunchedAt, Deployment }: SingleInstanceHealth,
  label: string,
  end: Date | undefined,
): boolean {
  if (end === undefined || LaunchedAt === undefined || LaunchedAt <= end) return false;
  return (
    Deployment === undefined || (Deployment.VersionLabel === label && Deployment.Status === 'In Progress')
  );
}

/** Why the health is as it is, as Elastic Beanstalk says it; sentences without their full stops. */
export async function causesOf({ beanstalk }: Environment, EnvironmentName: string): Promise<string[]> {
  const { Causes = [] } = await beanstalk.send(
    new DescribeEnvironmentHealthCommand({ EnvironmentName, AttributeNames: ['Causes'] }),
  );
  return Causes.map((cause) => cause.replace(/\.$/, ''));
}

export async function instancesOf(
  { beanstalk }: Environment,
  EnvironmentName: string,
): Promise<SingleInstanceHealth[]> {
  const AttributeNames: InstancesHealthAttribute[] = ['HealthStatus', 'Causes', 'Deployment', 'LaunchedAt'];
  const pages = await allPages((next) =>
    beanstalk.send(new DescribeInstancesHealthCommand({ EnvironmentName, AttributeNames, ...next })),
  );
  return pages.flatMap(({ InstanceHealthList = [] }) => InstanceHealthList);
}
