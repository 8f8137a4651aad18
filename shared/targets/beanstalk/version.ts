import {
  type ApplicationVersionDescription,
  CreateApplicationVersionCommand,
  type CreateApplicationVersionMessage,
  CreateStorageLocationCommand,
  DescribeApplicationVersionsCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { errorName } from '../../aws/errors.ts';
import { Rejected, Retryable } from '../../deployment/errors.ts';
import type { Release } from '../../deployment/model.ts';
import type { VersionDraft } from './draft.ts';
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
 * Makes the version once. Its bundle goes to Elastic Beanstalk's own bucket, and goes again where no version comes of it.
 * @throws Rejected where there are as many versions as the account may have
 */
export async function createVersion(
  environment: Environment,
  { label, bundle }: VersionDraft,
  release: Release,
): Promise<void> {
  const { beanstalk, bundles, settings } = environment;
  const about = {
    ApplicationName: settings.application,
    VersionLabel: label,
    Description: descriptionOf(release),
    Tags: [
      { Key: 'slipway:digest', Value: release.digest },
      ...(release.commit ? [{ Key: 'slipway:commit', Value: release.commit }] : []),
    ],
    // Its .ebextensions are looked at before an environment gets them.
    Process: true,
  } satisfies CreateApplicationVersionMessage;
  if (bundle === undefined) {
    const ImageConfiguration = { Source: { Uri: release.image } };
    await create(environment, () =>
      beanstalk.send(new CreateApplicationVersionCommand({ ...about, ImageConfiguration })),
    );
    return;
  }
  const { S3Bucket: Bucket } = await beanstalk.send(new CreateStorageLocationCommand({}));
  if (Bucket === undefined) throw new Retryable('Elastic Beanstalk named no bucket for source bundles');
  const Key = `slipway/${settings.application}/${label}.zip`;
  await bundles.send(new PutObjectCommand({ Bucket, Key, Body: bundle.zip, ContentType: 'application/zip' }));
  const SourceBundle = { S3Bucket: Bucket, S3Key: Key };
  try {
    await create(environment, () =>
      beanstalk.send(new CreateApplicationVersionCommand({ ...about, SourceBundle })),
    );
  } catch (error) {
    // Where its deletion fails too, what is told is why there is no version.
    if (error instanceof Rejected)
      await bundles.send(new DeleteObjectCommand({ Bucket, Key })).catch(() => undefined);
    throw error;
  }
}

async function create({ settings }: Environment, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    const name = errorName(error);
    const message = error instanceof Error ? error.message : '';
    // Another deployment, or this one before a crash, has made it: the label says what is in it.
    if (/already exists/i.test(message)) return;
    if (name.startsWith('TooManyApplicationVersions')) {
      throw new Rejected(
        `the account has as many application versions as it may have in this region: delete old ones (aws elasticbeanstalk delete-application-version --delete-source-bundle), give the application ${settings.application} a lifecycle policy, or ask AWS for a higher quota`,
        { cause: error },
      );
    }
    throw error;
  }
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
  // Its model and its answers do not agree on capitals.
  switch (found.Status?.toUpperCase()) {
    case 'PROCESSING':
    case 'BUILDING':
      return `the version ${label} is ${found.Status}`;
    case 'FAILED':
      throw new Rejected(
        `Elastic Beanstalk could not process the version ${label}: look at .ebextensions and env.yaml of its bundle (aws elasticbeanstalk describe-events --application-name ${environment.settings.application} --version-label ${label})`,
      );
    default:
      return undefined;
  }
}

/** What a version is of, for people and for `releaseOf`: of a long name of a repository only the digest has room. */
function descriptionOf({ image, digest, commit }: Release): string {
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
