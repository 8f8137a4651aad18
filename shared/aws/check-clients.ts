import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';

/** What checks ask, beside the services under deployment themselves. */
export interface CheckClients {
  readonly ecr: ECRClient;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly parameters: SSMClient;
  readonly secrets: SecretsManagerClient;
}

/** What clients of one place are made with. */
export type ClientSettings = Pick<
  IAMClientConfig,
  'region' | 'credentials' | 'maxAttempts' | 'retryMode' | 'retryStrategy'
>;

/** @param atHome how the images are reached: they are where Slipway is, wherever they run */
export function createCheckClients(settings: ClientSettings, atHome = settings): CheckClients {
  return {
    ecr: new ECRClient(atHome),
    iam: new IAMClient(settings),
    logs: new CloudWatchLogsClient(settings),
    parameters: new SSMClient(settings),
    secrets: new SecretsManagerClient(settings),
  };
}
