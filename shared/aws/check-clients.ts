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

type Settings = Pick<IAMClientConfig, 'region' | 'credentials' | 'maxAttempts' | 'retryMode'>;

export function createCheckClients(settings: Settings): CheckClients {
  return {
    ecr: new ECRClient(settings),
    iam: new IAMClient(settings),
    logs: new CloudWatchLogsClient(settings),
    parameters: new SSMClient(settings),
    secrets: new SecretsManagerClient(settings),
  };
}
