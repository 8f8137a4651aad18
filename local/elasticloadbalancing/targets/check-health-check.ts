import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../gateway/service.ts';

const ranges = {
  HealthCheckIntervalSeconds: ['Health check interval', 5, 300],
  HealthCheckTimeoutSeconds: ['Health check timeout', 2, 120],
  HealthyThresholdCount: ['Health check healthy threshold', 2, 10],
  UnhealthyThresholdCount: ['Health check unhealthy threshold', 2, 10],
} as const;

/** @throws AwsError ValidationError as AWS judges the numbers and names of a health check (API reference, CreateTargetGroup) */
export function checkHealthCheck(settings: Partial<TargetGroup>): void {
  for (const [key, [name, low, high]] of Object.entries(ranges)) {
    // The keys are those of the table above.
    const value = settings[key as keyof typeof ranges];
    if (value !== undefined && (value < low || value > high))
      throw new AwsError('ValidationError', `${name} '${value}' must be within '${low}-${high}' inclusive`);
  }
  const { HealthCheckIntervalSeconds: interval, HealthCheckTimeoutSeconds: timeout } = settings;
  if (interval !== undefined && timeout !== undefined && timeout >= interval)
    throw new AwsError(
      'ValidationError',
      `Health check timeout '${timeout}' must be smaller than the interval '${interval}'`,
    );
  const { HealthCheckPath: path, HealthCheckPort: port } = settings;
  if (path !== undefined && !path.startsWith('/'))
    throw new AwsError('ValidationError', `Health check path '${path}' must start with '/'`);
  if (port !== undefined && port !== 'traffic-port' && !(Number(port) >= 1 && Number(port) <= 65535))
    throw new AwsError(
      'ValidationError',
      `Health check port '${port}' must be 'traffic-port' or within '1-65535'`,
    );
}
