import type { SeenTask, Sight } from '../../deployment/ports.ts';
import { describeAgain } from './describe.ts';
import { healthOf, instancesOf, isEnhanced } from './health.ts';
import { labelOf } from './revision.ts';
import type { Environment } from './target.ts';

/** What the instances run, for an environment that has no address; without enhanced health it counts as one. */
export async function watch(environment: Environment, revision: string): Promise<Sight> {
  const { live } = await describeAgain(environment);
  const label = labelOf(revision);
  if (!isEnhanced(live)) {
    const health = healthOf(live) === 'Ok' ? 'healthy' : 'unhealthy';
    const running = live.Status === 'Ready' && live.VersionLabel === label;
    return { wanted: 1, tasks: [{ id: live.EnvironmentName ?? '', running, health }], ended: [] };
  }
  const instances = await instancesOf(environment, live.EnvironmentName ?? '');
  const tasks = instances.map(({ InstanceId = '', HealthStatus = '', Deployment }): SeenTask => {
    const isWell = HealthStatus === 'Ok' || HealthStatus === 'Info';
    return {
      id: InstanceId,
      running: Deployment?.VersionLabel === label,
      health: isWell ? 'healthy' : 'unhealthy',
    };
  });
  return { wanted: Math.max(1, instances.length), tasks, ended: [] };
}
