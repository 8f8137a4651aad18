import type { GetObjectOutput, GetObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeObject } from '../describe.ts';
import { refuse } from '../refuse.ts';

/** The gateway writes a whole body, whatever the client makes of it. */
type Output = Omit<GetObjectOutput, 'Body'> & { readonly Body: Uint8Array };

const NOT_HERE = [
  'IfMatch',
  'IfModifiedSince',
  'IfNoneMatch',
  'IfUnmodifiedSince',
  'PartNumber',
  'Range',
  'ResponseCacheControl',
  'ResponseContentDisposition',
  'ResponseContentEncoding',
  'ResponseContentLanguage',
  'ResponseContentType',
  'ResponseExpires',
  'SSECustomerKey',
  'VersionId',
];

export const getObject =
  ({ buckets }: Context): Operation<GetObjectRequest, Output> =>
  (input) => {
    refuse(input, NOT_HERE);
    const { Bucket = '', Key = '' } = input;
    return { ...describeObject(buckets.object(Bucket, Key)), Body: buckets.get(Bucket, Key) };
  };
