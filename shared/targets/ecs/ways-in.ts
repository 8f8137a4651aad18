import type { Action, Listener, LoadBalancer, Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Address } from '../../deployment/ports.ts';
import { askedBy } from './rule-conditions.ts';

/** An address that leads to a target group. */
export interface Door {
  readonly address: Address;
  /** The ARN of its listener's certificate, where it has one. */
  readonly certificate?: string;
}

/** Why a listener or a rule is no address; empty where it simply leads elsewhere. */
export interface NoDoor {
  readonly problem: string;
}

const ELSEWHERE: NoDoor = { problem: '' };

/** What HTTP goes over, by a listener's protocol. UDP and QUIC are nothing that a probe speaks. */
const SCHEMES: Readonly<Record<string, 'http' | 'https'>> = {
  HTTP: 'http',
  HTTPS: 'https',
  TCP: 'http',
  TCP_UDP: 'http',
  TLS: 'https',
};
const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** @param group the target group that it must lead to; any, where it is not named */
export function wayThroughListener(
  balancer: LoadBalancer,
  listener: Listener,
  group: string | undefined,
): Door | NoDoor {
  return wayThrough(balancer, listener, listener.DefaultActions ?? [], group, {});
}

export function wayThroughRule(
  balancer: LoadBalancer,
  listener: Listener,
  rule: Rule,
  group: string | undefined,
): Door | NoDoor {
  const through = wayThrough(balancer, listener, rule.Actions ?? [], group, {});
  if ('problem' in through || rule.IsDefault) return through;
  const asked = askedBy(rule.Conditions ?? []);
  if ('problem' in asked) return { problem: `the rule with priority ${rule.Priority} ${asked.problem}` };
  return wayThrough(balancer, listener, rule.Actions ?? [], group, asked);
}

/**
 * The best of several. HTTPS is what users come by, so it goes before HTTP where its certificate can be had; of equals
 * the first.
 */
export function bestWay(doors: readonly Door[]): Door | undefined {
  const rank = ({ address: { url, host }, certificate }: Door) => {
    const isNamed = host !== undefined || certificate?.includes(':acm:');
    return url.startsWith('http:') ? 1 : isNamed ? 0 : 2;
  };
  return doors.toSorted((a, b) => rank(a) - rank(b))[0];
}

function wayThrough(
  { DNSName, Scheme }: LoadBalancer,
  { Protocol, Port, Certificates, MutualAuthentication }: Listener,
  actions: readonly Action[],
  group: string | undefined,
  asked: Pick<Address, 'host' | 'path' | 'headers'>,
): Door | NoDoor {
  if (!actions.some((action) => forwardsTo(action, group))) return ELSEWHERE;
  const scheme = Protocol && SCHEMES[Protocol];
  const listener = `the ${Protocol} listener on port ${Port}`;
  if (scheme === undefined || DNSName === undefined || Port === undefined) {
    return { problem: `${listener} does not speak HTTP` };
  }
  const gate = actions.find(({ Type }) => Type?.startsWith('authenticate-') || Type === 'jwt-validation');
  if (gate) return { problem: `${listener} lets nobody in without signing in (${gate.Type})` };
  if (MutualAuthentication?.Mode === 'verify') {
    return { problem: `${listener} asks its clients for a certificate` };
  }
  const certificate = scheme === 'https' ? Certificates?.[0]?.CertificateArn : undefined;
  const port = Port === DEFAULT_PORTS[scheme] ? '' : `:${Port}`;
  return {
    address: {
      url: `${scheme}://${DNSName}${port}`,
      ...asked,
      ...(scheme === 'https' && asked.host !== undefined ? { serverName: asked.host } : {}),
      ...(Scheme === 'internal' ? { internal: true as const } : {}),
    },
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** Where traffic is shared out, a target group with weight 0 gets none of it. */
function forwardsTo({ Type, TargetGroupArn, ForwardConfig }: Action, group: string | undefined): boolean {
  if (Type !== 'forward') return false;
  const groups = ForwardConfig?.TargetGroups;
  if (group === undefined) return true;
  if (groups === undefined || groups.length === 0) return TargetGroupArn === group;
  return groups.some((one) => one.TargetGroupArn === group && one.Weight !== 0);
}
