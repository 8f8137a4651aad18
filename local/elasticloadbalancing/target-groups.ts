import type { TargetGroups } from '../parts.ts';
import type { Registry } from './registry.ts';

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
});
