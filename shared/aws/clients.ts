import { ACMClient } from '@aws-sdk/client-acm';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticBeanstalkClient } from '@aws-sdk/client-elastic-beanstalk';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { assumedRole, type RoleToTake } from './assumed-role.ts';
import { type CheckClients, type ClientSettings, createCheckClients } from './check-clients.ts';
import { promptSettings } from './prompt-settings.ts';

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
 * What the clients of the services under deployment are made with: adaptive retries slow down by themselves when AWS
 * throttles. The retries of a durable step come on top, with longer pauses.
 */
const gentleSettings = { maxAttempts: 4, retryMode: 'adaptive' } as const;

/** For what nobody waits for and nothing repeats, as the sweep: rather slow than half done. */
export const patientSettings = { maxAttempts: 10, retryMode: 'adaptive' } as const;

/** The clients of one region, under one role. */
export interface PlaceClients extends DeployClients {
  /** For environments of Elastic Beanstalk, and their source bundles: made on first use, and kept. */
  readonly forBeanstalk: () => { readonly beanstalk: ElasticBeanstalkClient; readonly bundles: S3Client };
  /** For clients that only some functions need. */
  readonly reachedBy: ClientSettings;
}

/**
 * One set of clients per region and role, made on first use and shared by all calls of this function.
 * @param now gives milliseconds since 1970
 */
export function createDeployClients(
  now: () => number,
  retries: Pick<ClientSettings, 'maxAttempts' | 'retryMode'> = gentleSettings,
): (region: string, role?: RoleToTake) => PlaceClients {
  const byPlace = new Map<string, PlaceClients>();
  let sts: STSClient | undefined;
  return (region, role) => {
    const place = JSON.stringify([region, role?.arn, role?.externalId, role?.session]);
    const known = byPlace.get(place);
    if (known) return known;
    sts ??= new STSClient(promptSettings());
    const settings = {
      ...retries,
      region,
      ...(role === undefined ? {} : { credentials: assumedRole(sts, role, now) }),
    };
    let checking: CheckClients | undefined;
    let beanstalk: ReturnType<PlaceClients['forBeanstalk']> | undefined;
    const prompt = { ...settings, ...promptSettings() };
    const clients: PlaceClients = {
      reachedBy: prompt,
      ecs: new ECSClient(settings),
      loadBalancing: new ElasticLoadBalancingV2Client(settings),
      certificates: new ACMClient(settings),
      logs: new CloudWatchLogsClient(settings),
      forBeanstalk: () => {
        beanstalk ??= {
          beanstalk: new ElasticBeanstalkClient(settings),
          bundles: new S3Client(settings),
        };
        return beanstalk;
      },
      checking: () => {
        checking ??= createCheckClients(prompt, promptSettings());
        return checking;
      },
    };
    byPlace.set(place, clients);
    return clients;
  };
}
