import { AwsError } from '../gateway/service.ts';

/** What a value must be: a text that is one of these, or a number within a range. */
type Allowed = readonly string[] | { readonly low: number; readonly high: number; readonly or?: string };

interface Attribute {
  readonly initial: string;
  /** Any text where there is none. */
  readonly allowed?: Allowed;
  /** What AWS takes and the local cloud refuses, as it would change where requests go or how. */
  readonly absent?: readonly string[];
}

const onOrOff = (initial: string): Attribute => ({ initial, allowed: ['true', 'false'] });
/** Seconds. */
const WEEK = 604_800;

/** Attributes of an Application Load Balancer with AWS's defaults (API reference, LoadBalancerAttribute). */
const balancerAttributes: Readonly<Record<string, Attribute>> = {
  'access_logs.s3.enabled': onOrOff('false'),
  'access_logs.s3.bucket': { initial: '' },
  'access_logs.s3.prefix': { initial: '' },
  'client_keep_alive.seconds': { initial: '3600', allowed: { low: 60, high: WEEK } },
  'connection_logs.s3.enabled': onOrOff('false'),
  'connection_logs.s3.bucket': { initial: '' },
  'connection_logs.s3.prefix': { initial: '' },
  'deletion_protection.enabled': onOrOff('false'),
  'idle_timeout.timeout_seconds': { initial: '60', allowed: { low: 1, high: 4000 } },
  'load_balancing.cross_zone.enabled': { initial: 'true', allowed: ['true'] },
  'routing.http.desync_mitigation_mode': {
    initial: 'defensive',
    allowed: ['monitor', 'defensive', 'strictest'],
  },
  'routing.http.drop_invalid_header_fields.enabled': onOrOff('false'),
  'routing.http.preserve_host_header.enabled': onOrOff('false'),
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': onOrOff('false'),
  'routing.http.xff_client_port.enabled': onOrOff('false'),
  'routing.http.xff_header_processing.mode': { initial: 'append', allowed: ['append', 'preserve', 'remove'] },
  'routing.http2.enabled': onOrOff('true'),
  'waf.fail_open.enabled': onOrOff('false'),
  'zonal_shift.config.enabled': onOrOff('false'),
};

const count: Attribute = { initial: '1', allowed: { low: 1, high: 1000 } };
const percentage: Attribute = { initial: 'off', allowed: { low: 1, high: 100, or: 'off' } };

/** Attributes of a target group of an Application Load Balancer with AWS's defaults (API reference, TargetGroupAttribute). */
const groupAttributes: Readonly<Record<string, Attribute>> = {
  'deregistration_delay.timeout_seconds': { initial: '300', allowed: { low: 0, high: 3600 } },
  'load_balancing.algorithm.anomaly_mitigation': {
    initial: 'off',
    allowed: ['on', 'off'],
    absent: ['on'],
  },
  'load_balancing.algorithm.type': {
    initial: 'round_robin',
    allowed: ['round_robin', 'least_outstanding_requests', 'weighted_random'],
  },
  'load_balancing.cross_zone.enabled': {
    initial: 'use_load_balancer_configuration',
    allowed: ['true', 'false', 'use_load_balancer_configuration'],
  },
  'slow_start.duration_seconds': { initial: '0', allowed: { low: 30, high: 900, or: '0' } },
  'stickiness.app_cookie.cookie_name': { initial: '' },
  'stickiness.app_cookie.duration_seconds': { initial: '86400', allowed: { low: 1, high: WEEK } },
  'stickiness.enabled': onOrOff('false'),
  'stickiness.lb_cookie.duration_seconds': { initial: '86400', allowed: { low: 1, high: WEEK } },
  'stickiness.type': { initial: 'lb_cookie', allowed: ['lb_cookie', 'app_cookie'] },
  'target_group_health.dns_failover.minimum_healthy_targets.count': {
    ...count,
    allowed: { low: 1, high: 1000, or: 'off' },
  },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': percentage,
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': count,
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': percentage,
};

const initial = (attributes: Readonly<Record<string, Attribute>>) =>
  new Map(Object.entries(attributes).map(([key, attribute]) => [key, attribute.initial]));

export const balancerDefaults = (): Map<string, string> => initial(balancerAttributes);
export const groupDefaults = (): Map<string, string> => initial(groupAttributes);

interface Change {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** @throws AwsError InvalidConfigurationRequestException for what AWS or the local cloud does not have */
export function setAttributes(attributes: Map<string, string>, changes: readonly Change[]): void {
  for (const { Key: key = '', Value: value = '' } of changes) {
    if (!attributes.has(key)) throw refuse(`The attribute '${key}' is not supported`);
    const { allowed, absent } = { ...balancerAttributes, ...groupAttributes }[key] ?? {};
    if (allowed && !isAllowed(allowed, value))
      throw refuse(`'${value}' for '${key}' must be ${told(allowed)}`);
    if (absent?.includes(value)) throw refuse(`the local cloud does not support ${key}=${value}`);
  }
  const next = new Map([...attributes, ...changes.map(({ Key = '', Value = '' }) => [Key, Value] as const)]);
  checkTogether(next);
  for (const [key, value] of next) attributes.set(key, value);
}

/** "Target group attributes": what cannot be on at the same time, or needs another attribute. */
function checkTogether(attributes: ReadonlyMap<string, string>): void {
  const algorithm = attributes.get('load_balancing.algorithm.type');
  const isSlow = (attributes.get('slow_start.duration_seconds') ?? '0') !== '0';
  if (isSlow && algorithm !== 'round_robin')
    throw refuse(`Slow start is for the algorithm round_robin, not ${algorithm}`);
  const byApplication =
    attributes.get('stickiness.enabled') === 'true' && attributes.get('stickiness.type') === 'app_cookie';
  const name = attributes.get('stickiness.app_cookie.cookie_name') ?? '';
  if (byApplication && (name === '' || /^AWSALB(APP|TG)?/.test(name)))
    throw refuse(`The name of an application cookie must be given, and not begin with AWSALB: '${name}'`);
}

export const asAttributes = (attributes: ReadonlyMap<string, string>): { Key: string; Value: string }[] =>
  [...attributes].map(([Key, Value]) => ({ Key, Value }));

function isAllowed(allowed: Allowed, value: string): boolean {
  if (!('low' in allowed)) return allowed.includes(value);
  if (value === allowed.or) return true;
  return /^\d+$/.test(value) && Number(value) >= allowed.low && Number(value) <= allowed.high;
}

const told = (allowed: Allowed): string =>
  'low' in allowed
    ? `within '${allowed.low}-${allowed.high}'${allowed.or === undefined ? '' : ` or ${allowed.or}`}`
    : `one of ${allowed.join(', ')}`;

const refuse = (message: string) => new AwsError('InvalidConfigurationRequestException', message);
