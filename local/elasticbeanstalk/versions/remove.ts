import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import type { Version } from './version.ts';

/** The environments that run a version, or are about to, or go back to it. */
export const usersOf = ({ environments }: Context, version: Version): readonly Environment[] =>
  environments
    .of(version.application)
    .filter(
      ({ label, good, living }) =>
        label === version.label ||
        good?.version === version ||
        living.some(({ release }) => release?.version === version),
    );

export function removeVersion(
  { applications, objects }: Context,
  version: Version,
  withBundle: boolean,
): void {
  const application = applications.find(version.application);
  if (application) application.versions = application.versions.filter((one) => one !== version);
  const { S3Bucket = '', S3Key = '' } = version.bundle ?? {};
  if (withBundle && version.bundle && objects.exists(S3Bucket)) objects.remove(S3Bucket, S3Key);
}
