import { randomBytes } from 'node:crypto';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startCloud } from '../../local/cloud.ts';
import { copyBaseImage } from '../../local/start/base-image.ts';
import { leftBehind } from './left-behind.ts';

/** What these tests leave running for their minutes on AWS: a few small tasks, two load balancers, a public address each. */
const CONSENT = 'SLIPWAY_CONFORMANCE_YES';
const COST =
  'about 0.10 USD a run in us-east-1 (Fargate tasks, two load balancers, public addresses, for half an hour)';

/** AWS is asked again after this, in milliseconds; the local cloud is asked at its own pace. */
const LOOK_EVERY_MS = { local: 50, aws: 5000 };

/** The repository of the image with `node` in it, in the local cloud. */
const BASE = 'conformance/node';

/** What does not come by then does not come, in milliseconds. */
const LIMIT_MS = { local: 60_000, aws: 15 * 60_000 };

/** Where the assertions are tried: the local cloud, or an account of AWS. */
export interface ConformanceTarget {
  readonly kind: 'local' | 'aws';
  readonly account: string;
  readonly region: string;
  /** A name of this run's own, for whatever is made. */
  readonly name: (what: string) => string;
  /** An image with `node` in it. */
  readonly nodeImage: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly vpc: string;
  /** Does this at the end, the last one first, whatever failed. */
  readonly undo: (action: () => Promise<unknown>) => void;
  /** Asks until it has what it waits for. @throws Error with what was seen last */
  readonly until: <Seen>(
    what: string,
    look: () => Promise<Seen>,
    holds: (seen: Seen) => boolean,
  ) => Promise<Seen>;
  readonly close: () => Promise<void>;
}

/**
 * Opens what `TARGET` names: `local` (default) or `aws`. On AWS it takes the credentials and the region of the
 * environment, makes everything under a name of its own and deletes it again.
 *
 * @throws Error when TARGET is aws and SLIPWAY_CONFORMANCE_YES, _VPC, _SUBNETS or _SECURITY_GROUPS are not given
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
  const check = async () => {
    const left = (await leftBehind()).filter((name) => !name.endsWith(`/${BASE}`));
    if (left.length > 0) throw new Error(`not deleted: ${left.join(', ')}`);
  };
  return {
    ...shared('local', () => check().finally(() => cloud.close())),
    account: id,
    region,
    nodeImage,
    // There is no network: these are names only.
    vpc: 'vpc-1',
    subnets: ['subnet-1', 'subnet-2'],
    securityGroups: ['sg-1'],
  };
}

/** Puts the local cloud's own base image, which no task may name, into a repository. */
async function putBaseImage(host: string): Promise<string> {
  const imageManifest = await copyBaseImage(host, BASE);
  await new ECRClient({}).send(new PutImageCommand({ repositoryName: BASE, imageManifest, imageTag: '24' }));
  return `${host}/${BASE}:24`;
}

async function openAws(): Promise<ConformanceTarget> {
  if (process.env[CONSENT] !== '1')
    throw new Error(
      `TARGET=aws makes and deletes real resources, for ${COST}: set ${CONSENT}=1 to allow that`,
    );
  const { Account = '' } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return {
    ...shared('aws', async () => undefined),
    account: Account,
    region: needed('AWS_REGION'),
    nodeImage: 'public.ecr.aws/docker/library/node:24-slim',
    vpc: needed('SLIPWAY_CONFORMANCE_VPC'),
    subnets: needed('SLIPWAY_CONFORMANCE_SUBNETS').split(','),
    securityGroups: needed('SLIPWAY_CONFORMANCE_SECURITY_GROUPS').split(','),
  };
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `TARGET=aws needs ${name}: public subnets in two zones of one VPC, and a security group that lets port 80 and 3000 in`,
    );
  return value;
}

function shared(kind: 'local' | 'aws', end: () => Promise<void>) {
  const run = randomBytes(3).toString('hex');
  const undoing: (() => Promise<unknown>)[] = [];
  return {
    kind,
    name: (what: string) => `slipway-conf-${run}-${what}`,
    undo: (action: () => Promise<unknown>) => {
      undoing.push(action);
    },
    until: async <Seen>(what: string, look: () => Promise<Seen>, holds: (seen: Seen) => boolean) => {
      const end = Date.now() + LIMIT_MS[kind];
      for (;;) {
        const seen = await look();
        if (holds(seen)) return seen;
        if (Date.now() > end) throw new Error(`${what} did not come; last seen: ${JSON.stringify(seen)}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS[kind]));
      }
    },
    close: async () => {
      const failures: unknown[] = [];
      for (const action of undoing.toReversed()) await action().catch((error) => failures.push(error));
      await end();
      if (failures.length > 0)
        throw new AggregateError(failures, `left behind under the names slipway-conf-${run}-*`);
    },
  };
}
