import type {
  ApplicationVersionDescriptionMessage,
  CreateApplicationVersionMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkQuota } from '../limits.ts';
import { badCombination, invalid, refuseMembers } from '../refuse.ts';
import { checkTags } from '../tagging.ts';
import { expireVersions } from '../versions/expire.ts';
import { processVersion } from '../versions/process-version.ts';
import { describeVersion, type Version } from '../versions/version.ts';
import { makeApplication } from './create-application.ts';

export const createApplicationVersion =
  (context: Context): Operation<CreateApplicationVersionMessage, ApplicationVersionDescriptionMessage> =>
  (input, { requestId }) => {
    const { applications, clock, account, history } = context;
    const { ApplicationName: name = '', VersionLabel: label = '' } = input;
    const why = 'it builds nothing for application versions';
    refuseMembers(input, { SourceBuildInformation: why, BuildConfiguration: why });
    const imageUri = imageOf(input);
    if (label.includes('/') || label.trim() !== label)
      throw invalid(
        `Value '${label}' for version label is invalid. It must not contain '/', nor begin or end with a space.`,
      );
    checkTags(input.Tags ?? []);
    if (!applications.find(name) && !input.AutoCreateApplication)
      throw invalid(`No Application named '${name}' found.`);
    if (applications.find(name)?.versions.some((version) => version.label === label))
      throw invalid(`Application Version ${label} already exists.`);
    checkBundle(context, input, imageUri);
    checkQuota('versions', applications.versionCount);
    const application =
      applications.find(name) ?? makeApplication(context, { ApplicationName: name }, requestId);
    const now = clock.date();
    const version: Version = {
      application: name,
      label,
      description: input.Description,
      bundle: input.SourceBundle,
      imageUri,
      status: input.Process ? 'PROCESSING' : 'UNPROCESSED',
      createdAt: now,
      updatedAt: now,
      tags: [...(input.Tags ?? [])],
    };
    application.versions = [version, ...application.versions];
    history.tell({
      message: `Created new Application Version: ${label}`,
      severity: 'INFO',
      application: name,
      version: label,
      requestId,
    });
    if (input.Process) processVersion(context, version, requestId);
    expireVersions(context, application);
    return { ApplicationVersion: describeVersion(account, version) };
  };

/** API reference, ImageConfiguration: an image as it is, or a build of one. @throws AwsError */
function imageOf({
  ImageConfiguration: image,
  SourceBundle,
}: CreateApplicationVersionMessage): string | undefined {
  if (image === undefined) return undefined;
  if (image.Build)
    throw invalid(
      'the local cloud does not support ImageConfiguration.Build: it builds nothing for application versions',
    );
  if (SourceBundle)
    throw badCombination('Specify either ImageConfiguration.Source or SourceBundle, not both.');
  const uri = image.Source?.Uri;
  if (uri === undefined || uri === '')
    throw invalid('Specify exactly one of the Source and Build members of ImageConfiguration.');
  return uri;
}

function checkBundle(
  { objects }: Context,
  { SourceBundle: bundle }: CreateApplicationVersionMessage,
  imageUri: string | undefined,
): void {
  // Without either it is the sample application (API reference, SourceBundle).
  if (imageUri !== undefined || !bundle) return;
  const { S3Bucket = '', S3Key = '' } = bundle;
  try {
    objects.get(S3Bucket, S3Key);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(
      `Unable to download from S3 location (Bucket: ${S3Bucket}  Key: ${S3Key}). Reason: Not Found`,
    );
  }
}
