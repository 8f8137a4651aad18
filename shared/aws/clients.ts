import { ACMClient } from '@aws-sdk/client-acm';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type CheckClients, createCheckClients } from './check-clients.ts';

export interface DeployClients {
  readonly ecs: ECSClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
  /** Without it no name is read from a listener's certificate. */
  readonly certificates?: ACMClient;
  /** Without it the logs of tasks are not read. */
  readonly logs?: CloudWatchLogsClient;
  /** What checks ask: made on first use, and kept. */
  readonly checking: () => CheckClients;
}

/**
 * What clients are made with that somebody waits for: GitHub and Slack have seconds, and GitHub never asks again. Six
 * tries with jitter take 3 s at most; an adaptive client would hold all its later calls back for one throttled.
 */
export const promptSettings = { maxAttempts: 6, retryMode: 'standard' } as const;

/**
 * What the clients of the services under deployment are made with: adaptive retries slow down by themselves when AWS
 * throttles. The retries of a durable step come on top, with longer pauses.
 */
const gentleSettings = { maxAttempts: 4, retryMode: 'adaptive' } as const;

/** One set of clients per region, made on first use and shared by all calls of this function. */
export function createDeployClients(): (region: string) => DeployClients {
  const byRegion = new Map<string, DeployClients>();
  return (region) => {
    const known = byRegion.get(region);
    if (known) return known;
    const settings = { ...gentleSettings, region };
    let checking: CheckClients | undefined;
    const clients: DeployClients = {
      ecs: new ECSClient(settings),
      loadBalancing: new ElasticLoadBalancingV2Client(settings),
      certificates: new ACMClient(settings),
      logs: new CloudWatchLogsClient(settings),
      checking: () => {
        checking ??= createCheckClients({ ...promptSettings, region });
        return checking;
      },
    };
    byRegion.set(region, clients);
    return clients;
  };
}
