import type { Action, LoadBalancer, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../gateway/service.ts';
import type { RequestFacts } from './routing/conditions.ts';
import type { TargetGroup } from './targets/target-group.ts';

export interface Balancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly attributes: Map<string, string>;
  readonly description: LoadBalancer;
  /** As it was asked for. */
  readonly settings: unknown;
}

export interface Rule {
  readonly arn: string;
  /** The default rule has none. */
  priority: number | undefined;
  conditions: readonly RuleCondition[];
  /** What the conditions say. */
  matches: (facts: RequestFacts) => boolean;
  actions: readonly Action[];
}

export interface Listener {
  readonly arn: string;
  readonly balancer: Balancer;
  port: number;
  protocol: 'HTTP' | 'HTTPS';
  /** ARNs; the first is the default. None for HTTP. */
  certificates: readonly string[];
  sslPolicy: string | undefined;
  readonly attributes: Map<string, string>;
  /** Default rule included. */
  readonly rules: Map<string, Rule>;
  /** All but the default rule, as requests ask them. */
  ordered: readonly Rule[];
  /** Frees the port. */
  unbind: () => Promise<void>;
}

/** All load balancers, listeners, rules and target groups, by ARN. */
export class Registry {
  readonly balancers = new Map<string, Balancer>();
  readonly listeners = new Map<string, Listener>();
  readonly groups = new Map<string, TargetGroup>();
  readonly tags = new Map<string, Map<string, string>>();

  balancer(arn: string): Balancer {
    return found(
      this.balancers.get(arn),
      'LoadBalancerNotFoundException',
      `Load balancers '[${arn}]' not found`,
    );
  }

  listener(arn: string): Listener {
    return found(this.listeners.get(arn), 'ListenerNotFoundException', `Listener '${arn}' not found`);
  }

  group(arn: string): TargetGroup {
    return found(this.groups.get(arn), 'TargetGroupNotFoundException', `Target groups '${arn}' not found`);
  }

  rule(arn: string): { listener: Listener; rule: Rule } {
    for (const listener of this.listeners.values()) {
      const rule = listener.rules.get(arn);
      if (rule) return { listener, rule };
    }
    throw new AwsError('RuleNotFoundException', `One or more rules not found`);
  }

  listenersOf(balancer: Balancer): Listener[] {
    return [...this.listeners.values()].filter((listener) => listener.balancer === balancer);
  }

  /** The load balancers that send requests to a group. */
  balancersOf(groupArn: string): string[] {
    const arns = [...this.listeners.values()]
      .filter((listener) => groupsOf(listener).has(groupArn))
      .map(({ balancer }) => balancer.arn);
    return [...new Set(arns)];
  }

  /** To be called when a listener or rule is new, another, or gone: groups are checked only while in use. */
  refreshUse(): void {
    for (const listener of this.listeners.values()) listener.ordered = inOrder(listener);
    for (const group of this.groups.values()) group.use(this.balancersOf(group.arn).length > 0);
  }
}

const inOrder = ({ rules }: Listener): Rule[] =>
  [...rules.values()]
    .filter(({ priority }) => priority !== undefined)
    .sort((one, other) => (one.priority ?? 0) - (other.priority ?? 0));

export const defaultRuleOf = (listener: Listener): Rule => {
  for (const rule of listener.rules.values()) if (rule.priority === undefined) return rule;
  throw new Error(`listener ${listener.arn} has no default rule`);
};

/** Target groups that an action names, with their weights. */
export function forwardsOf(action: Action): { arn: string; weight: number }[] {
  if (action.Type !== 'forward') return [];
  const groups = action.ForwardConfig?.TargetGroups ?? [];
  if (groups.length === 0) return action.TargetGroupArn ? [{ arn: action.TargetGroupArn, weight: 1 }] : [];
  return groups.map(({ TargetGroupArn = '', Weight }) => ({ arn: TargetGroupArn, weight: Weight ?? 1 }));
}

export function groupsOf(listener: Listener): Set<string> {
  return new Set(
    [...listener.rules.values()].flatMap(({ actions }) => actions.flatMap(forwardsOf).map(({ arn }) => arn)),
  );
}

function found<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined) throw new AwsError(code, message);
  return value;
}
