import type { PlatformSummary } from '@aws-sdk/client-elastic-beanstalk';
import type { Account } from '../parts.ts';
import { invalid } from './refuse.ts';

interface Platform {
  readonly stack: string;
  readonly branch: string;
  readonly version: string;
}

/** The Docker platforms that are taken ("Supported platforms"): here all are the same. The newest first. */
const PLATFORMS: readonly Platform[] = [
  {
    stack: '64bit Amazon Linux 2023 v4.13.0 running Docker',
    branch: 'Docker running on 64bit Amazon Linux 2023',
    version: '4.13.0',
  },
  {
    stack: '64bit Amazon Linux 2023 v4.12.2 running Docker',
    branch: 'Docker running on 64bit Amazon Linux 2023',
    version: '4.12.2',
  },
  {
    stack: '64bit Amazon Linux 2 v4.8.0 running Docker',
    branch: 'Docker running on 64bit Amazon Linux 2',
    version: '4.8.0',
  },
];

export const DOCKER_STACK = PLATFORMS[0]?.stack ?? '';

export const platformArn = ({ region }: Account, { branch, version }: Platform) =>
  `arn:aws:elasticbeanstalk:${region}::platform/${branch}/${version}`;

export const solutionStacks = (): string[] => PLATFORMS.map(({ stack }) => stack);

export const platformSummaries = (account: Account): PlatformSummary[] =>
  PLATFORMS.map((platform) => ({
    PlatformArn: platformArn(account, platform),
    PlatformOwner: 'AWSElasticBeanstalk',
    PlatformStatus: 'Ready',
    PlatformCategory: 'Docker',
    OperatingSystemName: 'Amazon Linux',
    OperatingSystemVersion: platform.branch.endsWith('2023') ? '2023' : '2',
    SupportedTierList: ['WebServer/Standard'],
    SupportedAddonList: ['Log/S3', 'WorkerDaemon/SQSD'],
    PlatformLifecycleState: 'Recommended',
    PlatformVersion: platform.version,
    PlatformBranchName: platform.branch,
    PlatformBranchLifecycleState: 'Supported',
  }));

/**
 * The platform that a request names, by its solution stack or its ARN. Any Docker stack stands for one of those that
 * are here: which versions there are changes every few weeks on AWS.
 * @throws AwsError InvalidParameterValue
 */
export function platformOf(
  account: Account,
  {
    SolutionStackName: stack,
    PlatformArn: arn,
  }: { SolutionStackName?: string | undefined; PlatformArn?: string | undefined },
): { readonly stack: string; readonly arn: string } {
  const found = PLATFORMS.find(
    (platform) => platform.stack === stack || (arn !== undefined && platformArn(account, platform) === arn),
  );
  if (found) return { stack: found.stack, arn: platformArn(account, found) };
  const [, system, version = ''] =
    /^64bit (Amazon Linux (?:2|2023)) v(\d+\.\d+\.\d+) running Docker$/.exec(stack ?? '') ?? [];
  const [, branch, versionOfArn = ''] =
    /::platform\/(Docker running on 64bit Amazon Linux (?:2|2023))\/(\d+\.\d+\.\d+)$/.exec(arn ?? '') ?? [];
  if (system !== undefined && stack !== undefined) {
    const named = { stack, branch: `Docker running on 64bit ${system}`, version };
    return { stack, arn: platformArn(account, named) };
  }
  if (branch !== undefined && arn !== undefined)
    return {
      stack: `64bit ${branch.replace('Docker running on 64bit ', '')} v${versionOfArn} running Docker`,
      arn,
    };
  const asked = stack ?? arn ?? '';
  throw invalid(
    /running (?:ECS|Multi-container)|(?:ECS|Multi-container Docker) running/.test(asked)
      ? `the local cloud has no platform for Dockerrun.aws.json v2: use '${DOCKER_STACK}', not '${asked}'`
      : `No Solution Stack named '${asked}' found. The local cloud has the Docker platforms of Amazon Linux only, for example '${DOCKER_STACK}'.`,
  );
}
