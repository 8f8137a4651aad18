import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

export interface DeployClients {
  readonly ecs: ECSClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
}

/** Tries of one call within one step; the step's own retries come on top, with longer pauses. */
export const MAX_ATTEMPTS = 4;

/** What every client is made with: adaptive retries slow down by themselves when AWS throttles. */
export const clientSettings = { maxAttempts: MAX_ATTEMPTS, retryMode: 'adaptive' } as const;

/** One set of clients per region, made on first use and shared by all calls of this function. */
export function createDeployClients(): (region: string) => DeployClients {
  const byRegion = new Map<string, DeployClients>();
  return (region) => {
    const known = byRegion.get(region);
    if (known) return known;
    const settings = { ...clientSettings, region };
    const clients = {
      ecs: new ECSClient(settings),
      loadBalancing: new ElasticLoadBalancingV2Client(settings),
    };
    byRegion.set(region, clients);
    return clients;
  };
}
