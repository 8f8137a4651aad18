import type {
  DescribeInstancesHealthRequest,
  DescribeInstancesHealthResult,
  SingleInstanceHealth,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { colourOf } from '../health/colour.ts';
import { enhanced } from '../health/enhanced.ts';
import type { InstanceHealth } from '../health/instance-health.ts';
import { reportOf } from '../health/report.ts';
import type { Instance } from '../instances/instance.ts';
import { page } from '../paging.ts';
import { badRequest } from '../refuse.ts';

/** Of each instance what is asked for: neither metrics of requests nor of the machine, which there is none of. */
export const describeInstancesHealth =
  (context: Context): Operation<DescribeInstancesHealthRequest, DescribeInstancesHealthResult> =>
  (input, { pageSize }) => {
    const environment = enhanced(context, input, 'DescribeInstancesHealth');
    const report = reportOf(context, environment);
    const asked = (name: string) =>
      (input.AttributeNames ?? []).some((attribute) => attribute === name || attribute === 'All');
    const { items, ...next } = page(
      [...report.instances.keys()],
      { NextToken: input.NextToken, MaxRecords: pageSize },
      { size: 1000, refuse: () => badRequest('Invalid NextToken.') },
    );
    return {
      InstanceHealthList: items.map((instance) =>
        describe(environment, instance, report.instances.get(instance), asked),
      ),
      ...(asked('RefreshedAt') ? { RefreshedAt: report.at } : {}),
      ...next,
    };
  };

function describe(
  { options }: ReturnType<typeof enhanced>,
  { id, launchedAt, zone, deployed, release }: Instance,
  health: InstanceHealth | undefined,
  asked: (name: string) => boolean,
): SingleInstanceHealth {
  const status = health?.status ?? 'Unknown';
  // What was last tried is told; where an instance kept what it had, that is what it has.
  const deployment = deployed && {
    VersionLabel: deployed.label ?? 'Sample Application',
    DeploymentId: deployed.id,
    Status: deployed.status,
    DeploymentTime: deployed.at,
  };
  return {
    InstanceId: id,
    ...(asked('HealthStatus') ? { HealthStatus: status } : {}),
    ...(asked('Color') ? { Color: colourOf(status) } : {}),
    ...(asked('Causes') ? { Causes: [...(health?.causes ?? [])] } : {}),
    ...(asked('LaunchedAt') ? { LaunchedAt: launchedAt } : {}),
    ...(asked('Deployment') && deployment && release ? { Deployment: deployment } : {}),
    ...(asked('AvailabilityZone') ? { AvailabilityZone: zone } : {}),
    ...(asked('InstanceType')
      ? { InstanceType: options.get('aws:autoscaling:launchconfiguration', 'InstanceType') }
      : {}),
  };
}
