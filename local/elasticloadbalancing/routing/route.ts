import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { defaultRuleOf, forwardsOf, type Listener, type Registry } from '../registry.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import type { RequestFacts } from './conditions.ts';

/** What is done with a request: the first rule that matches, by priority, else the default. */
export function routeOf(listener: Listener, facts: RequestFacts): Action {
  const rule = listener.ordered.find(({ matches }) => matches(facts)) ?? defaultRuleOf(listener);
  const action = rule.actions.at(-1);
  if (!action) throw new Error(`rule ${rule.arn} has no action`);
  return action;
}

/** One of an action's groups, by weight. Undefined where all weights are 0. */
export function chooseGroup(registry: Registry, action: Action): TargetGroup | undefined {
  const forwards = forwardsOf(action);
  if (forwards.length === 1 && forwards[0]?.weight) return registry.groups.get(forwards[0].arn);
  let left = Math.random() * forwards.reduce((sum, { weight }) => sum + weight, 0);
  for (const { arn, weight } of forwards) {
    if (left < weight) return registry.groups.get(arn);
    left -= weight;
  }
  return undefined;
}
