import type { TargetGroups } from '../parts.ts';
import { checkedActions } from './actions.ts';
import { defaultRuleOf, forwardsOf, type Registry, type Rule } from './registry.ts';

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
    const action = ruleOf(registry, arn).actions.find(({ Type }) => Type === 'forward');
    return action && forwardsOf(action).map(({ arn, weight }) => ({ targetGroupArn: arn, weight }));
  },
  setForward(arn, groups) {
    const rule = ruleOf(registry, arn);
    const stickiness = rule.actions.at(-1)?.ForwardConfig?.TargetGroupStickinessConfig;
    rule.actions = checkedActions(registry, [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: groups.map(({ targetGroupArn, weight }) => ({
            TargetGroupArn: targetGroupArn,
            Weight: weight,
          })),
          ...(stickiness ? { TargetGroupStickinessConfig: stickiness } : {}),
        },
      },
    ]);
    registry.refreshUse();
  },
});

const ruleOf = (registry: Registry, arn: string): Rule =>
  arn.includes(':listener-rule/') ? registry.rule(arn).rule : defaultRuleOf(registry.listener(arn));
