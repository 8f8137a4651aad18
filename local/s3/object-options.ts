import type { PutObjectRequest, StorageClass } from '@aws-sdk/client-s3';
import { AwsError } from '../gateway/service.ts';

/** Classes whose objects are read as those of STANDARD are. The others have to be restored first, or are of other kinds of buckets. */
const READ_AT_ONCE = [
  'GLACIER_IR',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'REDUCED_REDUNDANCY',
  'STANDARD',
  'STANDARD_IA',
] as const satisfies readonly StorageClass[];

export type KeptClass = (typeof READ_AT_ONCE)[number];

/** What is kept of the class that is asked for: nothing of STANDARD. @throws AwsError InvalidStorageClass */
export function storageClassOf(asked: StorageClass | undefined): { StorageClass?: KeptClass } {
  if (asked === undefined || asked === 'STANDARD') return {};
  const kept = READ_AT_ONCE.find((name) => name === asked);
  if (kept === undefined)
    throw new AwsError('InvalidStorageClass', `the local cloud's S3 has no storage class ${asked}`);
  return { StorageClass: kept };
}

/**
 * New buckets have ACLs switched off, and take one that says what is so anyway.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 * @throws AwsError AccessControlListNotSupported
 */
export function checkObjectAcl(asked: PutObjectRequest['ACL']): void {
  if (asked !== undefined && asked !== 'bucket-owner-full-control')
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

/** S3 encrypts with keys of its own where nobody asks. There is no KMS here. @throws AwsError NotImplemented */
export function checkEncryption(asked: PutObjectRequest['ServerSideEncryption']): void {
  if (asked !== undefined && asked !== 'AES256')
    throw new AwsError('NotImplemented', `the local cloud's S3 has no encryption ${asked}`, { status: 501 });
}
