import { CreateStorageLocationCommand, type S3Location } from '@aws-sdk/client-elastic-beanstalk';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { errorName } from '../../../aws/errors.ts';
import { Rejected } from '../../../deployment/errors.ts';
import type { Environment } from '../target.ts';

type Store = Pick<Environment, 'beanstalk' | 'bundles' | 'settings' | 'region' | 'account'>;

/**
 * Puts a source bundle where Elastic Beanstalk keeps its own, into the bucket that it makes with the first environment of a
 * region. Whether that is there is not asked before: CreateStorageLocation, which would make it, wants the right to make
 * buckets even where there is nothing to make.
 * @throws Rejected where it cannot be put there
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.S3.html
 */
export async function storeBundle(store: Store, label: string, zip: Uint8Array): Promise<S3Location> {
  const S3Bucket = `elasticbeanstalk-${store.region}-${store.account}`;
  const place = { S3Bucket, S3Key: `slipway/${store.settings.application}/${label}.zip` };
  try {
    await put(store, place, zip);
  } catch (error) {
    // A missing key may be told as AccessDenied; a missing bucket has no policy that could say so, and is told as what it is.
    if (errorName(error) !== 'NoSuchBucket') throw whyNot(error, store, place);
    const made = { ...place, S3Bucket: await makeBucket(store, S3Bucket) };
    await put(store, made, zip);
    return made;
  }
  return place;
}

/** Removes a bundle that no version came of. Where that fails too, what is told is why there is no version. */
export async function removeBundle(
  { bundles, account }: Store,
  { S3Bucket: Bucket, S3Key: Key }: S3Location,
): Promise<void> {
  await bundles
    .send(new DeleteObjectCommand({ Bucket, Key, ExpectedBucketOwner: account }))
    .catch(() => undefined);
}

async function put(
  { bundles, account }: Store,
  { S3Bucket: Bucket, S3Key: Key }: S3Location,
  Body: Uint8Array,
): Promise<void> {
  const ContentType = 'application/zip';
  // The bucket's name can be guessed, and be taken by somebody else.
  await bundles.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, ExpectedBucketOwner: account }));
}

async function makeBucket({ beanstalk }: Store, bucket: string): Promise<string> {
  try {
    const { S3Bucket = bucket } = await beanstalk.send(new CreateStorageLocationCommand({}));
    return S3Bucket;
  } catch (error) {
    if (!/^(?:InsufficientPrivileges|AccessDenied)/.test(errorName(error))) throw error;
    throw new Rejected(
      `there is no bucket ${bucket} for source bundles, and Slipway may not make it: make it once (aws elasticbeanstalk create-storage-location)`,
      { cause: error },
    );
  }
}

function whyNot(error: unknown, { account }: Store, { S3Bucket, S3Key }: S3Location): unknown {
  if (errorName(error) !== 'AccessDenied') return error;
  const message = error instanceof Error ? error.message : '';
  return new Rejected(
    `S3 refuses the source bundle s3://${S3Bucket}/${S3Key}: ${message.replace(/\.$/, '')}. The bucket has to be of the account ${account} and to take objects of Slipway's role; where a key of KMS encrypts it, so has the key`,
    { cause: error },
  );
}
