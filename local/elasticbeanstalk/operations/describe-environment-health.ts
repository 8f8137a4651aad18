import type {
  DescribeEnvironmentHealthRequest,
  DescribeEnvironmentHealthResult,
  InstanceHealthSummary,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { colourOf } from '../health/colour.ts';
import { enhanced } from '../health/enhanced.ts';
import { type HealthReport, reportOf } from '../health/report.ts';

/** As it is at this moment. There are no metrics of requests: nothing on an instance counts them here. */
export const describeEnvironmentHealth =
  (context: Context): Operation<DescribeEnvironmentHealthRequest, DescribeEnvironmentHealthResult> =>
  (input) => {
    const environment = enhanced(context, input, 'DescribeEnvironmentHealth');
    const report = reportOf(context, environment);
    const asked = (name: string) =>
      (input.AttributeNames ?? []).some((attribute) => attribute === name || attribute === 'All');
    return {
      EnvironmentName: environment.name,
      ...(asked('HealthStatus') ? { HealthStatus: report.status } : {}),
      ...(asked('Status') ? { Status: colourOf(report.status) } : {}),
      ...(asked('Color') ? { Color: colourOf(report.status) } : {}),
      ...(asked('Causes') ? { Causes: [...report.causes] } : {}),
      ...(asked('InstancesHealth') ? { InstancesHealth: counted(report) } : {}),
      ...(asked('RefreshedAt') ? { RefreshedAt: report.at } : {}),
    };
  };

function counted({ instances }: HealthReport): InstanceHealthSummary {
  const count = (asked: string) => [...instances.values()].filter(({ status }) => status === asked).length;
  return {
    NoData: count('NoData'),
    Unknown: count('Unknown'),
    Pending: count('Pending'),
    Ok: count('Ok'),
    Info: count('Info'),
    Warning: count('Warning'),
    Degraded: count('Degraded'),
    Severe: count('Severe'),
  };
}
