import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Listener } from '@aws-sdk/client-elastic-load-balancing-v2';

/** By what traffic reaches a service: a target group, or the rule or listener that its blue/green settings name. */
export type WayIn =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'rule'; readonly listener: string; readonly rule?: string };

/** The ways into a service, each once. Classic load balancers have no target group and are not among them. */
export function waysIn(balancers: readonly LoadBalancer[], traffic: 'production' | 'test'): WayIn[] {
  const ways = balancers.flatMap(({ targetGroupArn, advancedConfiguration }): WayIn[] => {
    const named =
      traffic === 'test'
        ? advancedConfiguration?.testListenerRule
        : advancedConfiguration?.productionListenerRule;
    if (named !== undefined) return [throughRule(named)];
    return targetGroupArn === undefined || traffic === 'test'
      ? []
      : [{ kind: 'group', group: targetGroupArn }];
  });
  const byText = new Map(ways.map((way) => [JSON.stringify(way), way]));
  return [...byText.values()];
}

/** A rule's ARN has that of its listener in it; for a Network Load Balancer it is the listener's itself. */
function throughRule(arn: string): WayIn {
  const [, before, path] = /^(.*:)listener-rule\/(.*)\/[^/]+$/.exec(arn) ?? [];
  return before === undefined
    ? { kind: 'rule', listener: arn }
    : { kind: 'rule', listener: `${before}listener/${path}`, rule: arn };
}

/** The load balancer's ARN, which a listener's ARN has in it: `…:listener/app/NAME/ID/LISTENER`. */
export function wayTo(listener: string): string {
  return listener.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
}

export function listenerOf(arn: string): (listener: Listener) => boolean {
  return ({ ListenerArn }) => ListenerArn === arn;
}
