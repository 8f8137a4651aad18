import { AwsError, type Caller } from '../gateway/service.ts';
import type { StoredObject } from './buckets.ts';
import type { Context } from './context.ts';

/**
 * An object for a caller. That there is none learns only who may list the bucket.
 * @throws AwsError NoSuchBucket, NoSuchKey, AccessDenied
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function findObject(
  { buckets, refuses }: Context,
  { Bucket = '', Key = '' }: { readonly Bucket: string | undefined; readonly Key: string | undefined },
  caller: Caller,
): StoredObject {
  if (!buckets.bucket(Bucket).objects.has(Key)) {
    const refusal = refuses(caller, 's3:ListBucket', `arn:aws:s3:::${Bucket}`);
    if (refusal !== undefined) throw new AwsError('AccessDenied', refusal, { status: 403 });
  }
  return buckets.object(Bucket, Key);
}
