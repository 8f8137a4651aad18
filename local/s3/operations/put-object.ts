import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { ObjectSettings } from '../buckets.ts';
import type { Context } from '../context.ts';
import { checkDigests } from '../digests.ts';
import { checkEncryption, checkObjectAcl, storageClassOf } from '../object-options.ts';
import { refuse } from '../refuse.ts';

/** The gateway hands a whole body over, whatever the client streamed. */
type Input = Omit<PutObjectRequest, 'Body'> & { readonly Body?: Uint8Array };

const NOT_HERE = [
  'BucketKeyEnabled',
  'Expires',
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWriteACP',
  'IfMatch',
  'ObjectLockEventHold',
  'ObjectLockLegalHoldStatus',
  'ObjectLockMode',
  'ObjectLockRetainUntilDate',
  'SSECustomerAlgorithm',
  'SSECustomerKey',
  'SSEKMSEncryptionContext',
  'SSEKMSKeyId',
  'Tagging',
  'WebsiteRedirectLocation',
  'WriteOffsetBytes',
];

export const putObject =
  ({ buckets }: Context): Operation<Input, PutObjectOutput> =>
  (input) => {
    refuse(input, NOT_HERE);
    checkObjectAcl(input.ACL);
    checkEncryption(input.ServerSideEncryption);
    const { Bucket = '', Key = '', Body = new Uint8Array(), IfNoneMatch } = input;
    checkDigests(input, Body);
    if (IfNoneMatch === '*' && buckets.bucket(Bucket).objects.has(Key))
      throw new AwsError(
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
        { status: 412 },
      );
    const { etag } = buckets.put(Bucket, Key, Body, settingsOf(input));
    return { ETag: etag, ServerSideEncryption: 'AES256' };
  };

function settingsOf(input: Input): ObjectSettings {
  return {
    ...(input.ContentType === undefined ? {} : { ContentType: input.ContentType }),
    // aws-chunked is of the transfer only, and S3 does not keep it.
    ...(input.ContentEncoding === undefined || /^aws-chunked$/.test(input.ContentEncoding)
      ? {}
      : { ContentEncoding: input.ContentEncoding.replace(/^aws-chunked,\s*/, '') }),
    ...(input.ContentDisposition === undefined ? {} : { ContentDisposition: input.ContentDisposition }),
    ...(input.ContentLanguage === undefined ? {} : { ContentLanguage: input.ContentLanguage }),
    ...(input.CacheControl === undefined ? {} : { CacheControl: input.CacheControl }),
    ...(input.Metadata === undefined ? {} : { Metadata: input.Metadata }),
    ...storageClassOf(input.StorageClass),
  };
}
