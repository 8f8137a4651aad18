import type { HeadObjectOutput } from '@aws-sdk/client-s3';
import type { StoredObject } from './buckets.ts';

/** S3's type of a content that came without one. */
const DEFAULT_TYPE = 'binary/octet-stream';

/** An object as HeadObject has it. S3 encrypts everything, asked or not. */
export function describeObject({ size, etag, modified, settings }: StoredObject): HeadObjectOutput {
  return {
    ...settings,
    ContentType: settings.ContentType ?? DEFAULT_TYPE,
    ContentLength: size,
    ETag: etag,
    LastModified: modified,
    ServerSideEncryption: 'AES256',
  };
}
