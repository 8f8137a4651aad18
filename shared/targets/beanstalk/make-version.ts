import {
  CreateApplicationVersionCommand,
  type CreateApplicationVersionMessage,
  DeleteApplicationVersionCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { errorName } from '../../aws/errors.ts';
import { Rejected, Retryable } from '../../deployment/errors.ts';
import type { Release } from '../../deployment/model.ts';
import { removeBundle, storeBundle } from './bundle/store.ts';
import type { VersionDraft } from './draft.ts';
import type { Environment } from './target.ts';
import { describeVersion, descriptionOf, hasFailed } from './version.ts';

/**
 * Sees to it that there is a version of the release, or that one is being made. It is made once; but one that could not be
 * processed is removed with its bundle and made anew, as the cause may have passed: else its release could never be deployed
 * again, for the label would be the same. What fails once more is told by `unfinished`.
 * @throws Rejected where there are as many versions as the account may have
 * @throws Retryable while another deployment is at the same version
 */
export async function ensureVersion(
  environment: Environment,
  draft: VersionDraft,
  release: Release,
): Promise<void> {
  const found = await describeVersion(environment, draft.label);
  if (found !== undefined) {
    if (!hasFailed(found)) return;
    await removeFailed(environment, draft.label);
  }
  await makeVersion(environment, draft, release);
}

async function makeVersion(
  environment: Environment,
  { label, bundle }: VersionDraft,
  release: Release,
): Promise<void> {
  const { application } = environment.settings;
  const about = {
    ApplicationName: application,
    VersionLabel: label,
    Description: descriptionOf(release),
    Tags: [
      { Key: 'slipway:digest', Value: release.digest },
      ...(release.commit ? [{ Key: 'slipway:commit', Value: release.commit }] : []),
    ],
    // Its .ebextensions are looked at before an environment gets them.
    Process: true,
  } satisfies CreateApplicationVersionMessage;
  if (bundle === undefined)
    return create(environment, { ...about, ImageConfiguration: { Source: { Uri: release.image } } });
  const SourceBundle = await storeBundle(environment, label, bundle.zip);
  try {
    await create(environment, { ...about, SourceBundle });
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    // Another deployment may have got the last room for the same version: then it needs this very bundle.
    if ((await describeVersion(environment, label)) !== undefined) return;
    await removeBundle(environment, SourceBundle);
    throw error;
  }
}

async function create(
  { beanstalk }: Environment,
  version: CreateApplicationVersionMessage & { readonly ApplicationName: string },
): Promise<void> {
  try {
    await beanstalk.send(new CreateApplicationVersionCommand(version));
  } catch (error) {
    // Another deployment, or this one before a crash, has made it: the label says what is in it.
    if (/already exists/i.test(messageOf(error))) return;
    if (errorName(error).startsWith('TooManyApplicationVersions')) {
      throw new Rejected(
        `the account has as many application versions as it may have in this region: delete old ones (aws elasticbeanstalk delete-application-version --delete-source-bundle), give the application ${version.ApplicationName} a lifecycle policy, or ask AWS for a higher quota`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DeleteApplicationVersion.html */
async function removeFailed({ beanstalk, settings }: Environment, label: string): Promise<void> {
  try {
    await beanstalk.send(
      new DeleteApplicationVersionCommand({
        ApplicationName: settings.application,
        VersionLabel: label,
        DeleteSourceBundle: true,
      }),
    );
  } catch (error) {
    // The version is gone, and its bundle is about to be put once more.
    if (errorName(error).startsWith('SourceBundleDeletion')) return;
    // Another deployment has removed it first.
    if (/no application version/i.test(messageOf(error))) return;
    // Another deployment makes it anew already: nothing of that may be removed.
    if (errorName(error).startsWith('OperationInProgress'))
      throw new Retryable(`the version ${label} is being worked on`, { cause: error });
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
