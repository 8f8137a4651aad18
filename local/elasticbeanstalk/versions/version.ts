import type {
  ApplicationVersionDescription,
  ApplicationVersionStatus,
  S3Location,
  Tag,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Account } from '../../parts.ts';
import { versionArn } from '../arns.ts';

/** AWS's answers have capitals where its model has not: see scripts/make-constraints.py. */
export type VersionStatus = 'UNPROCESSED' | 'PROCESSING' | 'PROCESSED' | 'FAILED';

export interface Version {
  readonly application: string;
  readonly label: string;
  description: string | undefined;
  /** Where its bundle is; undefined for an image that is deployed without one. */
  readonly bundle: S3Location | undefined;
  readonly imageUri: string | undefined;
  status: VersionStatus;
  readonly createdAt: Date;
  updatedAt: Date;
  tags: Tag[];
}

/** One without a bundle or an image stands for the sample application. */
export const isSample = ({ bundle, imageUri }: Version): boolean =>
  bundle === undefined && imageUri === undefined;

export const describeVersion = (
  account: Account,
  { application, label, description, bundle, imageUri, status, createdAt, updatedAt }: Version,
): ApplicationVersionDescription => ({
  ApplicationVersionArn: versionArn(account, application, label),
  ApplicationName: application,
  ...(description === undefined ? {} : { Description: description }),
  VersionLabel: label,
  ...(bundle ? { SourceBundle: bundle } : {}),
  ...(imageUri === undefined ? {} : { ImageSource: { Uri: imageUri } }),
  DateCreated: createdAt,
  DateUpdated: updatedAt,
  // The SDK's type has the model's spelling.
  Status: status as string as ApplicationVersionStatus,
});
