import {
  type ApplicationVersionDescription,
  DescribeApplicationVersionsCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { Rejected } from '../../deployment/errors.ts';
import type { Release } from '../../deployment/model.ts';
import { errorsOfVersion, wordsOf } from './events.ts';
import { labelOf } from './revision.ts';
import type { Environment } from './target.ts';

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateApplicationVersion.html */
const MOST_OF_A_DESCRIPTION = 200;

export async function describeVersion(
  { beanstalk, settings }: Environment,
  label: string,
): Promise<ApplicationVersionDescription | undefined> {
  const { ApplicationVersions = [] } = await beanstalk.send(
    new DescribeApplicationVersionsCommand({ ApplicationName: settings.application, VersionLabels: [label] }),
  );
  return ApplicationVersions.find(({ VersionLabel }) => VersionLabel === label);
}

/**
 * What Elastic Beanstalk still does with a version before it can be deployed.
 * @throws Rejected where it could not process it
 */
export async function unfinished(environment: Environment, revision: string): Promise<string | undefined> {
  const label = labelOf(revision);
  const found = await describeVersion(environment, label);
  if (found === undefined)
    throw new Rejected(`there is no application version ${label}: it was deleted meanwhile`);
  if (hasFailed(found)) throw new Rejected(await whyFailed(environment, label, found));
  const status = stateOf(found);
  return status === 'PROCESSING' || status === 'BUILDING'
    ? `the version ${label} is ${found.Status}`
    : undefined;
}

export function hasFailed(version: ApplicationVersionDescription): boolean {
  return stateOf(version) === 'FAILED';
}

/** Elastic Beanstalk's model and its answers do not agree on capitals. */
function stateOf({ Status }: ApplicationVersionDescription): string | undefined {
  return Status?.toUpperCase();
}

/** In Elastic Beanstalk's own words of this very version: one of the same label may have failed before it. */
async function whyFailed(
  environment: Environment,
  label: string,
  { DateCreated }: ApplicationVersionDescription,
): Promise<string> {
  // That it failed is known without them.
  const errors = await errorsOfVersion(environment, label, DateCreated).catch(() => []);
  const words = wordsOf(errors.toReversed());
  return `Elastic Beanstalk could not process the version ${label}${words === '' ? '' : `: ${words}`}. Look at .ebextensions and env.yaml of its bundle; where the cause has passed, deploy it again`;
}

/** What a version is of, for people and for `releaseOf`: of a long name of a repository only the digest has room. */
export function descriptionOf({ image, digest, commit }: Release): string {
  const ofCommit = commit === undefined ? '' : ` of commit ${commit}`;
  const whole = `image ${image}${ofCommit}`;
  return whole.length <= MOST_OF_A_DESCRIPTION ? whole : `image ${digest}${ofCommit}`;
}

/** The release that a version is of. One that Slipway has not made is called by its label: nothing tells its digest. */
export function releaseOf(
  { repository }: Environment,
  label: string,
  version: ApplicationVersionDescription | undefined,
): Release {
  const told = /^image (?:(\S+)@)?(sha256:[0-9a-f]{64})(?: of commit ([0-9a-f]{7,64}))?$/.exec(
    version?.Description ?? '',
  );
  const [, name, digest, commit] = told ?? [];
  if (digest === undefined) return { repository, digest: `version ${label}`, image: `version ${label}` };
  return { repository, digest, image: `${name ?? repository}@${digest}`, ...(commit ? { commit } : {}) };
}
