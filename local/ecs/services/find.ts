import { AwsError } from '../../gateway/service.ts';
import { nameOf } from '../arns.ts';
import type { Context } from '../context.ts';
import type { ServiceScheduler } from '../scheduler/service-scheduler.ts';
import type { Service } from './service.ts';
import type { ServiceDeployment } from './service-deployment.ts';

/** @throws AwsError ClusterNotFoundException, ServiceNotFoundException */
export function findService(
  context: Context,
  cluster: string | undefined,
  nameOrArn: string | undefined,
): ServiceScheduler {
  const found = context.clusters.find(cluster).services.get(nameOf(nameOrArn ?? ''));
  if (!found) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  return found;
}

/** @throws AwsError ClusterNotFoundException, ServiceNotFoundException, ServiceNotActiveException */
export function findActiveService(
  context: Context,
  cluster: string | undefined,
  nameOrArn: string | undefined,
): ServiceScheduler {
  const found = findService(context, cluster, nameOrArn);
  if (found.service.status !== 'ACTIVE')
    throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  return found;
}

/** All services there are or were, with what has been rolled out in them. */
export const allServices = (context: Context): ServiceScheduler[] =>
  context.clusters.all.flatMap(({ services }) => [...services.values()]);

export function findServiceDeployment(
  context: Context,
  arn: string,
): { scheduler: ServiceScheduler; service: Service; deployment: ServiceDeployment } | undefined {
  for (const scheduler of allServices(context)) {
    if (scheduler.service.controller !== 'ECS') continue;
    const deployment = scheduler.service
      .recentDeployments(context.clock.date())
      .find((one) => one.arn === arn);
    if (deployment) return { scheduler, service: scheduler.service, deployment };
  }
  return undefined;
}
