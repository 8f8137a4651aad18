import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import type { Account, Part, TargetGroups } from '../parts.ts';
import { operationsOf } from './operations/index.ts';
import { Ports } from './proxy/ports.ts';
import { Registry } from './registry.ts';
import { balancingResources } from './resources.ts';
import { targetGroupsOf } from './target-groups.ts';

/**
 * Elastic Load Balancing v2: application load balancers that really listen, on 127.0.0.1 at the ports of their
 * listeners, and send requests to addresses of the local network.
 */
export function createElasticLoadBalancing(deps: {
  account: Account;
  clock: Clock;
  network: Network;
}): Part & { targetGroups: TargetGroups } {
  const registry = new Registry();
  const ports = new Ports();
  const context = { ...deps, registry, ports };
  return {
    service: { client: 'elastic-load-balancing-v2', operations: operationsOf(context) },
    resources: balancingResources(context),
    targetGroups: targetGroupsOf(registry),
    async close() {
      for (const group of registry.groups.values()) group.close();
      await ports.close();
    },
  };
}
