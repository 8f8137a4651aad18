import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startCloud } from '../../local/cloud.ts';
import { copyBaseImage } from '../../local/start/base-image.ts';
import { awsSettings, checkAccount } from './aws-settings.ts';
import { cleanUpWhenInterrupted, logOf } from './interruption.ts';
import { leftBehind } from './left-behind.ts';
import { openRun, type Run } from './run.ts';

/** The repository of the image with `node` in it, in the local cloud. */
export const BASE = 'conformance/node';

/** Where the assertions are tried: the local cloud, or an account of AWS. */
export interface ConformanceTarget extends Run {
  readonly kind: 'local' | 'aws';
  readonly account: string;
  readonly region: string;
  /** An image with `node` in it. */
  readonly nodeImage: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly vpc: string;
}

/**
 * Opens what `TARGET` names: `local` (default) or `aws`. On AWS it takes the credentials and the region of the
 * environment, makes everything under a name of its own and deletes it again.
 *
 * @throws Error when TARGET is aws and something is missing, or the calls would go elsewhere: `aws-settings.ts`
 */
export async function openTarget(): Promise<ConformanceTarget> {
  const kind = process.env.TARGET ?? 'local';
  if (kind === 'local') return openLocal();
  if (kind === 'aws') return openAws();
  throw new Error(`TARGET must be local or aws, not ${kind}`);
}

async function openLocal(): Promise<ConformanceTarget> {
  const cloud = await startCloud({ pace: 50, engine: 'process' });
  Object.assign(process.env, cloud.environment);
  const { id, region, endpoint } = cloud.account;
  const nodeImage = await putBaseImage(new URL(endpoint).host);
  const run = openRun('local');
  const check = async () => {
    const left = (await leftBehind()).filter((name) => !name.endsWith(BASE));
    if (left.length > 0) throw new Error(`not deleted: ${left.join(', ')}`);
  };
  return {
    ...run,
    kind: 'local',
    account: id,
    region,
    nodeImage,
    ...NO_NETWORK,
    close: () =>
      run
        .close()
        .then(check)
        .finally(() => cloud.close()),
  };
}

/** The local cloud has none: these are names only. */
export const NO_NETWORK = {
  vpc: 'vpc-1',
  subnets: ['subnet-1', 'subnet-2'],
  securityGroups: ['sg-1'],
};

/** Puts the local cloud's own base image, which no task may name, into a repository. */
export async function putBaseImage(host: string): Promise<string> {
  const imageManifest = await copyBaseImage(host, BASE);
  await new ECRClient({}).send(new PutImageCommand({ repositoryName: BASE, imageManifest, imageTag: '24' }));
  return `${host}/${BASE}:24`;
}

async function openAws(): Promise<ConformanceTarget> {
  const settings = awsSettings(process.env);
  // Endpoints of a profile would lead elsewhere too: SDKs leave them out then ("Service-specific endpoints").
  process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true';
  const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  const account = checkAccount(Account);
  const run = openRun('aws');
  const { prefix } = run;
  // Not by console, whose lines the test runner holds back.
  process.stderr.write(
    `conformance: account ${account}, ${settings.region}: all names begin with ${prefix}. What a killed run leaves is removed by:\n` +
      `  npm run conformance:clean -- --prefix ${prefix} --yes\n` +
      `After an interruption that runs by itself, and says so in ${logOf(prefix)}\n`,
  );
  const ignoreSignals = cleanUpWhenInterrupted(prefix);
  return {
    ...run,
    kind: 'aws',
    account,
    ...settings,
    nodeImage: 'public.ecr.aws/docker/library/node:24-slim',
    close: () => run.close().finally(ignoreSignals),
  };
}
