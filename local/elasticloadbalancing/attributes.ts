import { AwsError } from '../gateway/service.ts';

/** Attributes of an Application Load Balancer with AWS's defaults (API reference, LoadBalancerAttribute). */
export const balancerDefaults = (): Map<string, string> =>
  new Map([
    ['access_logs.s3.enabled', 'false'],
    ['access_logs.s3.bucket', ''],
    ['access_logs.s3.prefix', ''],
    ['client_keep_alive.seconds', '3600'],
    ['connection_logs.s3.enabled', 'false'],
    ['connection_logs.s3.bucket', ''],
    ['connection_logs.s3.prefix', ''],
    ['deletion_protection.enabled', 'false'],
    ['idle_timeout.timeout_seconds', '60'],
    ['load_balancing.cross_zone.enabled', 'true'],
    ['routing.http.desync_mitigation_mode', 'defensive'],
    ['routing.http.drop_invalid_header_fields.enabled', 'false'],
    ['routing.http.preserve_host_header.enabled', 'false'],
    ['routing.http.x_amzn_tls_version_and_cipher_suite.enabled', 'false'],
    ['routing.http.xff_client_port.enabled', 'false'],
    ['routing.http.xff_header_processing.mode', 'append'],
    ['routing.http2.enabled', 'true'],
    ['waf.fail_open.enabled', 'false'],
    ['zonal_shift.config.enabled', 'false'],
  ]);

/** Attributes of a target group of an Application Load Balancer with AWS's defaults (API reference, TargetGroupAttribute). */
export const groupDefaults = (): Map<string, string> =>
  new Map([
    ['deregistration_delay.timeout_seconds', '300'],
    ['load_balancing.algorithm.anomaly_mitigation', 'off'],
    ['load_balancing.algorithm.type', 'round_robin'],
    ['load_balancing.cross_zone.enabled', 'use_load_balancer_configuration'],
    ['slow_start.duration_seconds', '0'],
    ['stickiness.app_cookie.cookie_name', ''],
    ['stickiness.app_cookie.duration_seconds', '86400'],
    ['stickiness.enabled', 'false'],
    ['stickiness.lb_cookie.duration_seconds', '86400'],
    ['stickiness.type', 'lb_cookie'],
    ['target_group_health.dns_failover.minimum_healthy_targets.count', '1'],
    ['target_group_health.dns_failover.minimum_healthy_targets.percentage', 'off'],
    ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', '1'],
    ['target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage', 'off'],
  ]);

/** Values that would change where requests go or how long they may take, and that the local proxy does not honour. */
const unsupported: Readonly<Record<string, (value: string) => boolean>> = {
  'stickiness.enabled': (value) => value === 'true',
  'slow_start.duration_seconds': (value) => value !== '0',
  'load_balancing.algorithm.type': (value) => !['round_robin', 'least_outstanding_requests'].includes(value),
  'routing.http.xff_header_processing.mode': (value) => value !== 'append',
};

const seconds: Readonly<Record<string, readonly [number, number]>> = {
  'deregistration_delay.timeout_seconds': [0, 3600],
  'idle_timeout.timeout_seconds': [1, 4000],
};

/** @throws AwsError InvalidConfigurationRequestException for what AWS or the local cloud does not have */
export function setAttributes(
  attributes: Map<string, string>,
  changes: readonly { Key?: string | undefined; Value?: string | undefined }[],
): void {
  for (const { Key: key = '', Value: value = '' } of changes) {
    if (!attributes.has(key))
      throw new AwsError('InvalidConfigurationRequestException', `The attribute '${key}' is not supported`);
    if (unsupported[key]?.(value))
      throw new AwsError(
        'InvalidConfigurationRequestException',
        `the local cloud does not support ${key}=${value}`,
      );
    const range = seconds[key];
    if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]))
      throw new AwsError(
        'InvalidConfigurationRequestException',
        `'${value}' for '${key}' must be within '${range[0]}-${range[1]}'`,
      );
  }
  for (const { Key = '', Value = '' } of changes) attributes.set(Key, Value);
}

export const asAttributes = (attributes: ReadonlyMap<string, string>): { Key: string; Value: string }[] =>
  [...attributes].map(([Key, Value]) => ({ Key, Value }));
