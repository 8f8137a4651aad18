import type { CertificateStore, LoadBalancers } from '../balancing.ts';
import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import type { Account, Part, TargetGroups } from '../parts.ts';
import { loadBalancersOf } from './load-balancers.ts';
import { operationsOf } from './operations/index.ts';
import { Ports } from './proxy/ports.ts';
import { Registry } from './registry.ts';
import { balancingResources } from './resources.ts';
import { Seal } from './stickiness/seal.ts';
import { Tickets } from './stickiness/tickets.ts';
import { targetGroupsOf } from './target-groups.ts';

const noCertificates: CertificateStore = {
  find: () => undefined,
  claim: () => undefined,
  release: () => undefined,
};

/**
 * Elastic Load Balancing v2: application load balancers that really listen, on 127.0.0.1 at the ports of their
 * listeners, and send requests to addresses of the local network.
 */
export function createElasticLoadBalancing(deps: {
  account: Account;
  clock: Clock;
  network: Network;
  /** Without it there are no HTTPS listeners: none has a certificate. */
  certificates?: CertificateStore;
}): Part & { targetGroups: TargetGroups; loadBalancers: LoadBalancers } {
  const registry = new Registry();
  const ports = new Ports(deps.clock);
  const context = {
    ...deps,
    certificates: deps.certificates ?? noCertificates,
    registry,
    ports,
    tickets: new Tickets(new Seal(), deps.clock),
  };
  return {
    service: { client: 'elastic-load-balancing-v2', operations: operationsOf(context) },
    resources: balancingResources(context),
    targetGroups: targetGroupsOf(registry),
    loadBalancers: loadBalancersOf(context),
    async close() {
      for (const group of registry.groups.values()) group.close();
      await ports.close();
    },
  };
}
