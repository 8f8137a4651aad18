import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroups } from '../parts.ts';
import { checkedActions } from './actions.ts';
import { checkAssociations } from './associations.ts';
import { defaultRuleOf, forwardsOf, type Listener, type Registry, type Rule } from './registry.ts';

/** What ECS may do with target groups. */
export const targetGroupsOf = (registry: Registry): TargetGroups => ({
  register: (arn, address, port) => registry.group(arn).register(address, port),
  deregister: async (arn, address, port) => registry.groups.get(arn)?.deregister(address, port),
  health(arn, address, port) {
    const health = registry.groups.get(arn)?.find(address, port)?.health;
    if (!health) return undefined;
    const { State, Reason, Description } = health;
    return {
      state: State,
      ...(Reason === undefined ? {} : { reason: Reason }),
      ...(Description === undefined ? {} : { description: Description }),
    };
  },
  watch: (arn, listener) => registry.group(arn).watch(listener),
  exists: (arn) => registry.groups.has(arn),
  inUse: (arn) => registry.balancersOf(arn).length > 0,
  forward(arn) {
    const action = ruleOf(registry, arn).rule.actions.find(({ Type }) => Type === 'forward');
    return action && forwardsOf(action).map(({ arn, weight }) => ({ targetGroupArn: arn, weight }));
  },
  setForward(arn, groups) {
    const { listener, rule } = ruleOf(registry, arn);
    const stickiness = rule.actions.at(-1)?.ForwardConfig?.TargetGroupStickinessConfig;
    const forward: Action = {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: groups.map(({ targetGroupArn, weight }) => ({
          TargetGroupArn: targetGroupArn,
          Weight: weight,
        })),
        ...(stickiness ? { TargetGroupStickinessConfig: stickiness } : {}),
      },
    };
    const actions = checkedActions(registry, [forward], listener.protocol);
    checkAssociations(registry, listener.balancer, actions);
    rule.actions = actions;
    registry.refreshUse();
  },
});

function ruleOf(registry: Registry, arn: string): { listener: Listener; rule: Rule } {
  if (arn.includes(':listener-rule/')) return registry.rule(arn);
  const listener = registry.listener(arn);
  return { listener, rule: defaultRuleOf(listener) };
}
