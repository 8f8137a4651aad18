import { randomBytes } from 'node:crypto';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { inject } from 'vitest';
import { startCloud } from '../../local/cloud.ts';
import { copyBaseImage } from '../../local/start/base-image.ts';
import { awsSettings } from './aws-settings.ts';
import { cleanUpWhenInterrupted } from './interruption.ts';
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
  const run = openRun('local', prefixOfFile());
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
    // There is no network: these are names only.
    vpc: 'vpc-1',
    subnets: ['subnet-1', 'subnet-2'],
    securityGroups: ['sg-1'],
    close: () =>
      run
        .close()
        .then(check)
        .finally(() => cloud.close()),
  };
}

/** Puts the local cloud's own base image, which no task may name, into a repository. */
export async function putBaseImage(host: string): Promise<string> {
  const imageManifest = await copyBaseImage(host, BASE);
  await new ECRClient({}).send(new PutImageCommand({ repositoryName: BASE, imageManifest, imageTag: '24' }));
  return `${host}/${BASE}:24`;
}

async function openAws(): Promise<ConformanceTarget> {
  const settings = awsSettings(process.env);
  const prefix = prefixOfFile();
  const ignoreSignals = cleanUpWhenInterrupted(prefix);
  const run = openRun('aws', prefix);
  return {
    ...run,
    kind: 'aws',
    ...settings,
    account: inject('conformanceAccount'),
    nodeImage: 'public.ecr.aws/docker/library/node:24-slim',
    close: () => run.close().finally(ignoreSignals),
  };
}

/** Files run side by side, and call things alike. */
const prefixOfFile = () => `${inject('conformanceRun')}-${randomBytes(2).toString('hex')}`;
